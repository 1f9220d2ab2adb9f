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

/* A text with the paths in it as Linux has them: Z: is the whole of it, C: a folder of Wine's. */
static char *to_linux(const char *text)
{
    const char *wine = getenv("WINEPREFIX");
    char *found = calloc(1, (strlen(text) + 1) * (strlen(wine) + 10)), *end = found;
    int inside = 0;
    for (; *text; text++) {
        if ((*text == 'Z' || *text == 'C') && text[1] == ':' && (text[2] == '\\' || text[2] == '/')) {
            if (*text == 'C')
                end += sprintf(end, "%s/drive_c", wine);
            inside = 1;
            text++;
        } else {
            *end++ = inside && *text == '\\' ? '/' : *text;
        }
    }
    return found;
}

/* One word, in the quotes of a shell. */
static void add_word(const char *text)
{
    char *end = command + strlen(command);
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

/* Linux does not see what Windows' environment says to Git. */
static void add_environment(void)
{
    for (wchar_t *one = GetEnvironmentStringsW(); *one; one += wcslen(one) + 1) {
        char *text = text_of(one), *value = strchr(text, '=');
        if (!value || (strncmp(text, "GIT_", 4) && strncmp(text, "LC_ALL=", 7)))
            continue;
        *value++ = 0;
        strcat(command, " && export ");
        strcat(command, text);
        strcat(command, "=");
        add_word(to_linux(value));
    }
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
    strcpy(command, "cd ");
    add_word(to_linux(text_of(here)));
    add_environment();
    strcat(command, " && exec git");
    for (int one = 1; one < count; one++) {
        strcat(command, " ");
        add_word(to_linux(text_of(words[one])));
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
