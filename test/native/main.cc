// native-test SUITE: runs one suite, a line per test: `ok NAME`, `skip NAME: why`, `FAIL NAME: why`.
#include <cstdio>
#include <cstring>

#include "check.h"
#include "toolstack/device_model_process.h"

namespace {

bool run_test(const Test& test) {
  try {
    test.run();
    std::printf("ok %s\n", test.name);
  } catch (const Skipped& skipped) {
    std::printf("skip %s: %s\n", test.name, skipped.what());
  } catch (const std::exception& error) {
    std::printf("FAIL %s: %s\n", test.name, error.what());
    return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  // As vmwright-toolstack, which is in this program.
  if (argc > 3 && std::strcmp(argv[1], vmwright::toolstack::kRunDeviceModel) == 0) return vmwright::toolstack::run_device_model(argv + 2);
  const Suite suites[] = {
#define SUITE(name) name##_suite(),
#include "suites.def"
#undef SUITE
  };
  for (const auto& suite : suites) {
    if (argc != 2 || std::strcmp(argv[1], suite.name) != 0) continue;
    int failed = 0;
    for (const auto& test : suite.tests) failed += run_test(test) ? 0 : 1;
    return failed == 0 ? 0 : 1;
  }
  std::fprintf(stderr, "usage: native-test SUITE\n");
  return 2;
}
