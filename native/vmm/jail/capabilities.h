// capabilities(7)
#pragma once

namespace vmwright::jail {

// Limits what programs could get by running others. Without CAP_SETPCAP nothing happens.
void drop_bounding_set();

// Gives up every capability for good, and every way to get one: bounding set, ambient set, set-user-ID programs.
void drop_capabilities();

}  // namespace vmwright::jail
