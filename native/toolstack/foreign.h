// Domains that other programs made: listed, and controlled without being ours to end with us.
#pragma once

#include <string>

namespace vmwright::toolstack {

// Prints a line of JSON for every domain but dom0: libxl_dominfo, with the members `name` and `started` (seconds since the epoch)
// besides. Gives back the exit status.
int list_domains();
// QMP on standard input and output, until it ends or the domain does. Throws Error when there is no such domain.
int control_domain(const std::string& uuid);

}  // namespace vmwright::toolstack
