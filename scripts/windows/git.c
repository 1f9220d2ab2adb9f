/*
 * git.exe under Wine: hands its arguments over to the git of the Linux around it.
 *
 * Wine's pipes are not Linux's, so what goes in and out goes through files: git is asked only once
 * all has been said, and answers only once it is done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

typedef int(CDECL *spawn_function)(char *const words[], int wait);

static char command[1 << 20];
static char buffer[1 << 16];

static char *text_of(const wchar_t *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = malloc(size);
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
    return text;
}

/* Z: is the whole of Linux. */
static void to_linux(char *text)
{
    for (char *drive = strstr(text, "Z:"); drive; drive = strstr(text, "Z:")) {
        if (drive[2] != '\\' && drive[2] != '/')
            return;
        memmove(drive, drive + 2, strlen(drive + 2) + 1);
        for (char *at = drive; *at; at++)
            if (*at == '\\')
                *at = '/';
    }
}

/* One word, in the quotes of a shell. */
static void add_word(const char *text)
{
    char *end = command + strlen(command);
    *end++ = ' ';
    *end++ = '\'';
    for (; *text; text++) {
        if (*text == '\'') {
            memcpy(end, "'\\'", 3);
            end += 3;
        }
        *end++ = *text;
    }
    strcpy(end, "'");
}

static HANDLE open_linux(const char *path)
{
    char name[200];
    snprintf(name, sizeof name, "Z:%s", path);
    for (char *at = name; *at; at++)
        if (*at == '/')
            *at = '\\';
    return CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS, 0, NULL);
}

static void pass(HANDLE from, HANDLE to)
{
    DWORD count, written;
    while (ReadFile(from, buffer, sizeof buffer, &count, NULL) && count)
        for (char *at = buffer; count; at += written, count -= written)
            if (!WriteFile(to, at, count, &written, NULL))
                return;
}

int wmain(int count, wchar_t **words)
{
    static wchar_t here[32768];
    char files[3][100];
    const char *ends[] = {"in", "out", "err"};
    spawn_function spawn = (spawn_function)GetProcAddress(GetModuleHandleA("ntdll.dll"), "__wine_unix_spawnvp");
    if (!spawn) {
        fputs("git.exe: only for Wine\n", stderr);
        return 127;
    }
    for (int one = 0; one < 3; one++)
        snprintf(files[one], sizeof files[one], "/tmp/git-%lu-%lu.%s", GetCurrentProcessId(), GetTickCount(), ends[one]);

    HANDLE input = GetStdHandle(STD_INPUT_HANDLE), said = open_linux(files[0]);
    if (GetFileType(input) == FILE_TYPE_PIPE || GetFileType(input) == FILE_TYPE_DISK)
        pass(input, said);
    CloseHandle(said);

    GetCurrentDirectoryW(32768, here);
    char *folder = text_of(here);
    to_linux(folder);
    strcpy(command, "cd");
    add_word(folder);
    strcat(command, " && exec git");
    for (int one = 1; one < count; one++) {
        char *word = text_of(words[one]);
        to_linux(word);
        add_word(word);
    }
    for (int one = 0; one < 3; one++) {
        strcat(command, (const char *[]){" <", " >", " 2>"}[one]);
        strcat(command, files[one]);
    }
    char *const shell[] = {"/bin/sh", "-c", command, NULL};
    int code = spawn(shell, 1);

    HANDLE streams[] = {GetStdHandle(STD_OUTPUT_HANDLE), GetStdHandle(STD_ERROR_HANDLE)};
    for (int one = 0; one < 2; one++) {
        HANDLE answer = open_linux(files[one + 1]);
        pass(answer, streams[one]);
        CloseHandle(answer);
    }
    char *const clean[] = {"/bin/rm", "-f", files[0], files[1], files[2], NULL};
    spawn(clean, 1);
    return code;
}
