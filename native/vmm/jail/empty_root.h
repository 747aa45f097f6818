// A root directory with nothing in it. mount_namespaces(7), pivot_root(2).
#pragma once

#include <string>
#include <vector>

namespace vmwright::jail {

// In a mount namespace of its own. `folders` appear as /0, /1, …; everything else of the host is out of reach by name.
void pivot_to_empty_root(const std::vector<std::string>& folders);

}  // namespace vmwright::jail
