#include "kvm/acpi/aml.h"

#include <stdexcept>

#include "check.h"

using namespace vmwright::acpi;

namespace {

// Bytes as text, so that failures can be read.
Aml hex(std::string_view text) {
  Aml bytes;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    if (text[at] == ' ') at++;
    bytes += static_cast<char>(std::stoi(std::string(text.substr(at, 2)), nullptr, 16));
  }
  return bytes;
}

// Expected bytes: ACPI 6.5, chapter 20, as iasl(1) encodes the same source.
void integers() {
  CHECK(integer(0) == hex("00"));
  CHECK(integer(1) == hex("01"));
  CHECK(integer(5) == hex("0a 05"));
  CHECK(integer(0x1234) == hex("0b 34 12"));
  CHECK(integer(0x12345678) == hex("0c 78 56 34 12"));
  CHECK(integer(0x1'0000'0000) == hex("0e 00 00 00 00 01 00 00 00"));
}

void names() {
  CHECK(name_string("_SB_") == "_SB_");
  CHECK(name_string("\\_SB_.PCI0") == "\\\x2e_SB_PCI0");
  CHECK(name_string("\\_SB_.PCI0.DEV0") == Aml("\\\x2f\x03_SB_PCI0DEV0"));
  CHECK(name_string("^ABC1") == "^ABC1");
  CHECK_THROWS(std::logic_error, name_string("ABC"));
  CHECK_THROWS(std::logic_error, name_string("1BCD"));
  CHECK_THROWS(std::logic_error, name_string("abcd"));
  CHECK_THROWS(std::logic_error, name_string("ABCD-EFGH"));
  CHECK_THROWS(std::logic_error, name_string(""));
}

void identifiers() {
  CHECK(eisa_id("PNP0501") == hex("0c 41 d0 05 01"));
  CHECK(eisa_id("PNP0A08") == hex("0c 41 d0 0a 08"));
  CHECK_THROWS(std::logic_error, eisa_id("PNP05"));
  CHECK(uuid("E5C937D0-3553-4D7A-9117-EA4D19C3434D") ==
        hex("11 13 0a 10 d0 37 c9 e5 53 35 7a 4d 91 17 ea 4d 19 c3 43 4d"));
  CHECK_THROWS(std::logic_error, uuid("E5C937D0"));
}

// The length field grows with what it counts, itself included.
void lengths() {
  CHECK(scope("ABCD", {}) == hex("10 05 41 42 43 44"));
  CHECK(scope("ABCD", {Aml(58, 'x')}).substr(0, 2) == hex("10 3f"));
  CHECK(scope("ABCD", {Aml(59, 'x')}).substr(0, 3) == hex("10 41 04"));
  CHECK(scope("ABCD", {Aml(4095 - 6, 'x')}).substr(0, 3) == hex("10 4f ff"));
  CHECK(scope("ABCD", {Aml(4096 - 6, 'x')}).substr(0, 4) == hex("10 81 00 01"));
  CHECK(device("DEV0", {}) == hex("5b 82 05 44 45 56 30"));
  CHECK(method("_EVT", 1, true, {}) == hex("14 06 5f 45 56 54 09"));
}

void data() {
  CHECK(string("AB") == hex("0d 41 42 00"));
  CHECK(buffer(hex("2a")) == hex("11 03 01 2a"));
  CHECK(package({integer(5), integer(0)}) == hex("12 05 02 0a 05 00"));
  CHECK(name("_UID", integer(1)) == hex("08 5f 55 49 44 01"));
}

void statements() {
  CHECK(store(argument(0), local(0)) == hex("70 68 60"));
  CHECK(if_true(bit_and(local(0), integer(2)), {notify("\\_SB_.PWRB", 0x80)}) ==
        hex("a0 13 7b 60 0a 02 00 86 5c 2e 5f 53 42 5f 50 57 52 42 0a 80"));
  CHECK(equal(argument(2), integer(0)) == hex("93 6a 00"));
  CHECK(give_back(integer(1)) == hex("a4 01"));
  CHECK(port_fields("REG0", 0x603, {"FLD0"}) ==
        hex("5b 80 52 45 47 30 01 0b 03 06 01 5b 81 0b 52 45 47 30 01 46 4c 44 30 08"));
}

void resource_descriptors() {
  CHECK(io_ports(0x3f8, 8) == hex("47 01 f8 03 f8 03 01 08"));
  CHECK(interrupt(4) == hex("89 06 00 03 01 04 00 00 00"));
  CHECK(memory32(0xd0000000, 0x1000) == hex("86 09 00 01 00 00 00 d0 00 10 00 00"));
  CHECK(bus_numbers(0, 0) == hex("88 0d 00 02 0c 00 00 00 00 00 00 00 00 00 01 00"));
  CHECK(memory_window(0xc0000000, 0x10000000) ==
        hex("87 17 00 00 0c 01 00 00 00 00 00 00 00 c0 ff ff ff cf 00 00 00 00 00 00 00 10"));
  CHECK(resources({io_ports(0x3f8, 8)}) == hex("11 0d 0a 0a 47 01 f8 03 f8 03 01 08 79 00"));
}

}  // namespace

Suite acpi_aml_suite() {
  return {"acpi_aml",
          {{"integers", integers},
           {"names", names},
           {"identifiers", identifiers},
           {"lengths", lengths},
           {"strings, buffers, packages", data},
           {"statements", statements},
           {"resource descriptors", resource_descriptors}}};
}
