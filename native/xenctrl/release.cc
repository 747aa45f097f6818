#include "xenctrl/release.h"

#include <string>

#include "base/error.h"

namespace vmwright::xenctrl {

const Release& release_of(const xen::HypervisorVersion& version) {
  for (const Release& release : kReleases)
    if (release.major == version.major && release.minor == version.minor) return release;
  const auto name = [](const Release& release) { return std::to_string(release.major) + "." + std::to_string(release.minor); };
  throw Error("ENGINE_UNAVAILABLE", "the control interface of Xen " + version.release() + " is not known, only those of " +
                                        name(std::begin(kReleases)[0]) + " to " + name(std::end(kReleases)[-1]));
}

}  // namespace vmwright::xenctrl
