"""Entering one record by hand: its fields as options of a command and as questions to a clerk.

form       which of them apply, and what is wrong with an answer
kinds      proposals, kelurahan and notices: number, file, choices
decisions  decisions and their corrections after Kirim
"""
