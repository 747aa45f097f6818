// capabilities(7)
#pragma once

namespace vmwright::jail {

// Gives up every capability for good, and every way to get one: bounding set, ambient set, set-user-ID programs.
void drop_capabilities();

}  // namespace vmwright::jail
