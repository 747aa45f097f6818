#include "kvm/bus/bus.h"

#include <array>
#include <limits>

#include "check.h"

using namespace vmwright;

namespace {

// Remembers the last access.
struct Recorder : BusDevice {
  std::uint64_t offset = 0;
  std::size_t length = 0;
  std::byte value{};
  int reads = 0;
  int writes = 0;

  void read(std::uint64_t at, std::span<std::byte> data) override {
    reads++;
    offset = at;
    length = data.size();
    for (std::byte& byte : data) byte = value;
  }
  void write(std::uint64_t at, std::span<const std::byte> data) override {
    writes++;
    offset = at;
    length = data.size();
    value = data[0];
  }
};

std::uint32_t read32(const Bus& bus, std::uint64_t address) {
  std::uint32_t value = 0;
  bus.read(address, std::as_writable_bytes(std::span(&value, 1)));
  return value;
}

void routes_by_address() {
  Bus bus;
  Recorder low;
  Recorder high;
  bus.insert(0x2000, 0x100, high);  // not in ascending order
  bus.insert(0x1000, 0x100, low);
  const std::array data = {std::byte{0x5a}};
  bus.write(0x10ff, data);
  CHECK(low.writes == 1 && low.offset == 0xff && low.length == 1);
  high.value = std::byte{0x11};
  CHECK(read32(bus, 0x2000) == 0x1111'1111);
  CHECK(high.offset == 0 && high.length == 4 && low.reads == 0);
}

void nobody_answers_with_ones() {
  Bus bus;
  CHECK(read32(bus, 0x1000) == 0xffff'ffff);
  Recorder device;
  bus.insert(0x1000, 0x10, device);
  CHECK(read32(bus, 0xffc) == 0xffff'ffff);
  CHECK(read32(bus, 0x1010) == 0xffff'ffff);
  CHECK(device.reads == 0);
}

void an_access_never_reaches_past_a_device() {
  Bus bus;
  Recorder device;
  bus.insert(0x1000, 0x10, device);
  CHECK(read32(bus, 0x100d) == 0xffff'ffff);
  CHECK(read32(bus, 0x100c) == 0 && device.offset == 0xc);
}

void the_last_address_can_be_used() {
  Bus bus;
  Recorder device;
  const std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  bus.insert(last - 0xf, 0x10, device);
  const std::array data = {std::byte{1}};
  bus.write(last, data);
  CHECK(device.writes == 1 && device.offset == 0xf);
  CHECK(read32(bus, last - 1) == 0xffff'ffff);
}

void refuses_what_overlaps() {
  Bus bus;
  Recorder device;
  bus.insert(0x1000, 0x100, device);
  CHECK_THROWS(std::logic_error, bus.insert(0x1000, 0x100, device));
  CHECK_THROWS(std::logic_error, bus.insert(0x10ff, 1, device));
  CHECK_THROWS(std::logic_error, bus.insert(0xf00, 0x101, device));
  CHECK_THROWS(std::logic_error, bus.insert(0, 0x10000, device));
  CHECK_THROWS(std::logic_error, bus.insert(0x3000, 0, device));
  CHECK_THROWS(std::logic_error, bus.insert(std::numeric_limits<std::uint64_t>::max(), 2, device));
  bus.insert(0x1100, 1, device);
  bus.insert(0xfff, 1, device);
}

}  // namespace

Suite bus_suite() {
  return {"bus",
          {{"accesses go to the device at their address", routes_by_address},
           {"where nobody is, reads are ones", nobody_answers_with_ones},
           {"an access never reaches past a device", an_access_never_reaches_past_a_device},
           {"the last address can be used", the_last_address_can_be_used},
           {"overlapping, empty and wrapping ranges are refused", refuses_what_overlaps}}};
}
