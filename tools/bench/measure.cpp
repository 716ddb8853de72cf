// Runs a command and says what it took: `measure REPORT COMMAND...` appends to the file REPORT one
// line, "exit-code seconds peak-KiB". A program of its own because a child's peak memory begins
// with that of the process that started it, which must therefore be small.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) return 2;
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return 2;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::FILE* report = std::fopen(argv[1], "a");
  if (report == nullptr) return 2;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::fprintf(report, "%d %.6f %ld\n", code, seconds.count(), usage.ru_maxrss);
  return std::fclose(report) == 0 ? 0 : 2;
}
