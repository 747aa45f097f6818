// The C++ tests' own few lines of test framework: a suite is a list of named functions, a failed
// CHECK throws, and main() runs one suite.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

struct Test {
  const char* name;
  void (*run)();
};

struct Suite {
  const char* name;
  std::vector<Test> tests;
};

#define SUITE(name) Suite name##_suite();
#include "suites.def"
#undef SUITE

struct CheckFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Thrown by tests that this machine cannot run.
struct Skipped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

#define CHECK(condition)                                                                            \
  do {                                                                                              \
    if (!(condition)) throw CheckFailed(std::string(__FILE__) + ":" + std::to_string(__LINE__) + ": " #condition); \
  } while (false)

#define CHECK_THROWS(type, expression)                                                              \
  do {                                                                                              \
    bool thrown = false;                                                                            \
    try {                                                                                           \
      (void)(expression);                                                                           \
    } catch (const type&) {                                                                         \
      thrown = true;                                                                                \
    }                                                                                               \
    if (!thrown) throw CheckFailed(std::string(__FILE__) + ":" + std::to_string(__LINE__) + ": no " #type); \
  } while (false)
