#include "base/json_value.h"

#include "base/json_object.h"
#include "check.h"

using namespace vmwright;

namespace {

std::string error_of(const std::string& text) {
  try {
    JsonValue::parse(text);
  } catch (const JsonError& error) {
    return error.what();
  }
  return "";
}

void parses_every_type() {
  const JsonValue value = JsonValue::parse(R"( {"a":[1,-2,9223372036854775807],"b":{"c":true,"d":null},"e":"x"} )");
  const JsonValue::Object& members = *value.object();
  CHECK(members.at("a").array()->size() == 3);
  CHECK(*members.at("a").array()->at(1).integer() == -2);
  CHECK(*members.at("a").array()->at(2).integer() == INT64_MAX);
  CHECK(*members.at("b").object()->at("c").boolean());
  CHECK(members.at("b").object()->at("d").is_null());
  CHECK(*members.at("e").string() == "x");
  CHECK(members.at("e").integer() == nullptr);
}

void parses_escapes() {
  CHECK(*JsonValue::parse(R"("\"\\\/\b\f\n\r\t")").string() == "\"\\/\b\f\n\r\t");
  CHECK(*JsonValue::parse(R"("\u0041\u00e9\u20ac\ud83d\ude00")").string() == "A\u00e9\u20ac\U0001f600");
}

void refuses_what_is_not_json() {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "-", "1.5", "1e3", "nul", "\"", "\"\\x\"",
                           "\"\n\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u12\"", "1 2", "9223372036854775808",
                           "{\"a\":1,\"a\":2}", "+1", "[1 2]", "tru", "\\"})
    CHECK(!error_of(text).empty());
}

void refuses_every_part_of_a_document() {
  const std::string text = R"({"a":[1,{"b":"\u00e9\n"}],"c":false})";
  CHECK(error_of(text).empty());
  for (std::size_t length = 0; length < text.size(); ++length) CHECK(!error_of(text.substr(0, length)).empty());
}

void bounds_the_depth() {
  CHECK(error_of(std::string(30, '[') + std::string(30, ']')).empty());
  CHECK(error_of(std::string(100'000, '[')).find("nested") != std::string::npos);
}

std::string object_error(const std::string& text, void (*read)(JsonObject&)) {
  const JsonValue value = JsonValue::parse(text);
  try {
    JsonObject object(value, "config");
    read(object);
    object.finish();
  } catch (const JsonError& error) {
    return error.what();
  }
  return "";
}

void names_the_member_that_is_wrong() {
  const auto read = [](JsonObject& config) {
    config.number("cpus", 1, 32);
    for (JsonObject& disk : config.objects("disks")) {
      disk.string("path");
      disk.one_of("access", {"read", "write"});
      disk.finish();
    }
  };
  CHECK(object_error(R"({"cpus":1,"disks":[{"path":"a","access":"read"}]})", read).empty());
  CHECK(object_error(R"({"disks":[]})", read) == "config.cpus: is missing");
  CHECK(object_error(R"({"cpus":33,"disks":[]})", read) == "config.cpus: must be an integer from 1 to 32");
  CHECK(object_error(R"({"cpus":-1,"disks":[]})", read) == "config.cpus: must be an integer from 1 to 32");
  CHECK(object_error(R"({"cpus":1,"disks":{}})", read) == "config.disks: must be a list");
  CHECK(object_error(R"({"cpus":1,"disks":[1]})", read) == "config.disks[0]: must be an object");
  CHECK(object_error(R"({"cpus":1,"disks":[{"path":7}]})", read) == "config.disks[0].path: must be a string");
  CHECK(object_error(R"({"cpus":1,"disks":[{"path":"a\u0000b"}]})", read) == "config.disks[0].path: must not contain a NUL byte");
  CHECK(object_error(R"({"cpus":1,"disks":[{"path":"a","access":"rw"}]})", read) ==
        "config.disks[0].access: must be one of read, write");
  CHECK(object_error(R"({"cpus":1,"disks":[],"diskz":[]})", read) == "config.diskz: is not known");
}

}  // namespace

Suite json_value_suite() {
  return {"json_value",
          {{"parses every type", parses_every_type},
           {"parses escapes", parses_escapes},
           {"refuses what is not JSON", refuses_what_is_not_json},
           {"refuses every part of a document", refuses_every_part_of_a_document},
           {"bounds the depth", bounds_the_depth},
           {"names the member that is wrong", names_the_member_that_is_wrong}}};
}
