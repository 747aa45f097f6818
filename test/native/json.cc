#include "base/json.h"

#include "check.h"

using vmwright::JsonWriter;

namespace {

void nesting_and_commas() {
  JsonWriter json;
  json.begin_object();
  json.key("a");
  json.begin_array();
  json.integer(-1);
  json.boolean(true);
  json.begin_object();
  json.end_object();
  json.end_array();
  json.key("b");
  json.string("x");
  json.end_object();
  CHECK(json.text() == R"({"a":[-1,true,{}],"b":"x"})");
}

void escapes() {
  JsonWriter json;
  json.string("\"\\\n\x01 é");
  CHECK(json.text() == R"("\"\\\u000a\u0001 é")");
}

std::string as_milliseconds(std::int64_t micros) {
  JsonWriter json;
  json.milliseconds(micros);
  return json.text();
}

void milliseconds() {
  CHECK(as_milliseconds(0) == "0.000");
  CHECK(as_milliseconds(7) == "0.007");
  CHECK(as_milliseconds(1234567) == "1234.567");
}

}  // namespace

Suite json_suite() {
  return {"json", {{"nesting and commas", nesting_and_commas}, {"escapes", escapes}, {"milliseconds", milliseconds}}};
}
