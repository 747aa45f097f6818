// Another process of this program that is nobody's child: libxenlight must not find one that it did not make.
#pragma once

#include <string>
#include <vector>

namespace vmwright::toolstack {

struct Orphan {
  std::vector<std::string> arguments;
  // Descriptors that it begins with as its standard input and output; below zero for /dev/null. Its standard error is /dev/null.
  int input = -1;
  int output = -1;
  // Others that it keeps, by the same numbers.
  std::vector<int> kept;
};

// Starts it in a session of its own. Throws Error when there is no room for a process; one that cannot be started ends at once.
void start(const Orphan& orphan);

}  // namespace vmwright::toolstack
