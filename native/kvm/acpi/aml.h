// ACPI Machine Language as byte strings: each function gives the encoding of one term, to be put inside another.
// ACPI 6.5, chapter 20; resource descriptors: section 6.4.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace vmwright::acpi {

// Encoded bytes. Concatenation is `+`.
using Aml = std::string;

Aml join(std::initializer_list<Aml> terms);

// Names are segments of exactly four characters, '.' between them, '\' or '^' in front. Throws std::logic_error.
Aml name_string(std::string_view name);
Aml integer(std::uint64_t value);
Aml string(std::string_view text);  // ASCII
Aml buffer(const Aml& bytes);
Aml package(std::initializer_list<Aml> elements);
// "PNP0501" in the compressed form of _HID and _CID.
Aml eisa_id(std::string_view id);
// The 16 bytes of a UUID as ToUUID gives them.
Aml uuid(std::string_view text);

Aml name(std::string_view name, const Aml& value);
Aml scope(std::string_view name, std::initializer_list<Aml> terms);
Aml device(std::string_view name, std::initializer_list<Aml> terms);
Aml method(std::string_view name, unsigned arguments, bool serialized, std::initializer_list<Aml> terms);

// One-byte fields of the ports from `port` on, in order: `names` for each. Needs no lock.
Aml port_fields(std::string_view region, std::uint16_t port, std::initializer_list<std::string_view> names);

Aml argument(unsigned number);
Aml local(unsigned number);
Aml store(const Aml& value, const Aml& target);
Aml bit_and(const Aml& left, const Aml& right);
Aml equal(const Aml& left, const Aml& right);
Aml if_true(const Aml& condition, std::initializer_list<Aml> terms);
Aml notify(std::string_view object, std::uint8_t value);
Aml give_back(const Aml& value);

// A resource template: a buffer of descriptors with its end tag.
Aml resources(std::initializer_list<Aml> descriptors);
Aml io_ports(std::uint16_t base, std::uint8_t count);
// An exclusive edge-triggered, active-high interrupt.
Aml interrupt(std::uint32_t gsi);
Aml memory32(std::uint32_t base, std::uint32_t size);
// What a host bridge decodes.
Aml bus_numbers(std::uint16_t first, std::uint16_t last);
Aml port_window(std::uint16_t base, std::uint16_t size);
Aml memory_window(std::uint32_t base, std::uint32_t size);

}  // namespace vmwright::acpi
