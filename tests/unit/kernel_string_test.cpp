// Functions on text, Amazon resource names, versions and encodings.
#include <doctest/doctest.h>

#include "../oracle/base64_oracle.h"
#include "../oracle/call_kernel.h"
#include "../oracle/random_text.h"

namespace sigrun::oracle {
namespace {

Value I(int64_t i) { return Value::Int(i); }

TEST_CASE("letters change case one by one") {
  CHECK(CallShown("lower", {Text("ÀÉ Straße\xFF")}) == "\"àé straße\xFF\"");
  CHECK(CallShown("upper", {Text("straße ﬁ ɐ")}) == "\"STRAẞE ﬁ Ɐ\"");
  CHECK(CallShown("lower", {Text("")}) == "\"\"");
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(CallShown("length", {Text("café 😀")}) == "6");
  CHECK(CallShown("length", {Text("\xFF\xC3")}) == "2");
  CHECK(CallShown("length", {Value::Int(1234)}) == "4");
}

TEST_CASE("substrings count characters and stay inside the text") {
  CHECK(CallShown("substring", {Text("café!"), I(3), I(1)}) == "\"é\"");
  CHECK(CallShown("substring", {Text("café!"), I(-2), I(9)}) == "\"é!\"");
  CHECK(CallShown("substring", {Text("abc"), I(-9), I(2)}) == "\"ab\"");
  CHECK(CallShown("substring", {Text("abc"), I(5), I(1)}) == "\"\"");
  CHECK(CallShown("substring", {Text("abc"), I(1), I(-1)}) == "\"\"");
  CHECK(CallShown("substring_from", {Text("abc"), I(1)}) == "\"bc\"");
  CHECK(CallShown("substring_from", {Text("abc"), I(INT64_MIN)}) == "\"abc\"");
}

TEST_CASE("a text is split at a separator, counted from either end") {
  const auto part = [](const char* text, const char* separator, int64_t index) {
    return CallShown("split_part", {Text(text), Text(separator), I(index)});
  };
  CHECK(part("a/b/c", "/", 0) == "\"a\"");
  CHECK(part("a/b/c", "/", 2) == "\"c\"");
  CHECK(part("a/b/c", "/", 3) == "absent");
  CHECK(part("a/b/c", "/", -1) == "\"c\"");
  CHECK(part("a/b/c", "/", -3) == "\"a\"");
  CHECK(part("a/b/c", "/", -4) == "absent");
  CHECK(part("abc", "/", 0) == "\"abc\"");
  CHECK(part("a//b", "/", 1) == "\"\"");
  CHECK(part("abc", "", 0) == "absent");
}

TEST_CASE("texts are trimmed, stripped, replaced and joined") {
  CHECK(CallShown("trim", {Text(" \t\n")}) == "\"\"");
  CHECK(CallShown("strip_prefix", {Text("ABC"), Text("a")}) == "\"ABC\"");
  CHECK(CallShown("strip_suffix", {Text("abc"), Text("bc")}) == "\"a\"");
  CHECK(CallShown("replace", {Text("aaa"), Text("aa"), Text("b")}) == "\"ba\"");
  CHECK(CallShown("replace", {Text("abc"), Text(""), Text("x")}) == "\"abc\"");
  CHECK(CallShown("replace", {Text("aa"), Text("a"), Text("")}) == "\"\"");
  CHECK(CallShown("concat", {Text("a"), I(1), Value::Bool(false)}) == "\"a1false\"");
  CHECK(CallShown("concat", {Text("a"), Value::Null()}) == "absent");
}

TEST_CASE("a replacement cannot take more memory than there is") {
  Arena small(100'000);
  const std::string text(10'000, 'a'), with(10'000, 'b');
  const Value args[] = {Text(text), Text("a"), Text(with)};
  CHECK(KernelNamed("replace").function(args, 3, small).kind == Kind::kAbsent);
}

TEST_CASE("the parts of a resource name") {
  const Value role = Text("arn:aws:iam::111122223333:role/x/admin");
  CHECK(CallShown("arn_region", {role}) == "\"\"");
  CHECK(CallShown("arn_account", {role}) == "\"111122223333\"");
  CHECK(CallShown("arn_resource_type", {role}) == "\"role\"");
  CHECK(CallShown("arn_resource_name", {role}) == "\"x/admin\"");
  const Value function = Text("arn:aws:lambda:eu-west-1:111122223333:function:name:3");
  CHECK(CallShown("arn_resource", {function}) == "\"function:name:3\"");
  CHECK(CallShown("arn_resource_type", {function}) == "\"function\"");
  CHECK(CallShown("arn_resource_name", {function}) == "\"name:3\"");
  const Value object = Text("arn:aws:s3:::bucket/key");
  CHECK(CallShown("arn_resource_type", {object}) == "absent");
  CHECK(CallShown("arn_resource_name", {object}) == "\"bucket/key\"");
  const Value api = Text("arn:aws:apigateway:us-east-1::/restapis/id");
  CHECK(CallShown("arn_resource_type", {api}) == "\"restapis\"");
  CHECK(CallShown("arn_resource_name", {api}) == "\"id\"");
  CHECK(CallShown("arn_resource_type", {Text("arn:aws:sqs:us-east-1:1:queue")}) == "absent");
  for (const char* text : {"", "arn", "urn:aws:iam::1:role/x", "ARN:aws:iam::1:role/x"})
    CHECK_MESSAGE(CallShown("arn_partition", {Text(text)}) == "absent", text);
  CHECK(CallShown("arn_account", {Text("arn:aws:iam")}) == "absent");
}

TEST_CASE("versions are compared part by part") {
  const auto at_least = [](const char* version, const char* least) {
    return CallShown("version_at_least", {Text(version), Text(least)});
  };
  CHECK(at_least("1.10", "1.9") == "true");
  CHECK(at_least("1.9", "1.10") == "false");
  CHECK(at_least("1.2", "1.2.0") == "true");
  CHECK(at_least("1.02", "1.2") == "true");
  CHECK(at_least("99999999999999999999999", "99999999999999999999998") == "true");
  CHECK(at_least("TLSv1.2", "1.2") == "absent");
  CHECK(at_least("1.", "1") == "absent");
  CHECK(at_least("", "1") == "absent");
}

TEST_CASE("Base64 agrees with the oracle and reads back") {
  Random random(31);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random.Text({"a", "?", "\x01", "é", "😀", ">>", "~~"}, 12);
    const std::string encoded = EncodeBase64(text);
    CHECK(CallShown("encode_base64", {Text(text)}) == "\"" + encoded + "\"");
    CHECK(CallShown("decode_base64", {Text(encoded)}) == "\"" + text + "\"");
    std::string url = encoded.substr(0, encoded.find('='));
    for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
    CHECK(CallShown("decode_base64", {Text(url)}) == "\"" + text + "\"");
  }
}

TEST_CASE("what is not Base64 of text is absent") {
  for (const char* text : {"a", "a===", "aGk=x", "a b", "/w==", "aGk", "aGk==", "===="})
    CHECK_MESSAGE(
        (CallShown("decode_base64", {Text(text)}) == "absent") == (std::string_view(text) != "aGk"),
        text);
}

TEST_CASE("URL encoding is taken off, and what is not encoded stays") {
  CHECK(CallShown("url_decode", {Text("a%2fb%20c+d")}) == "\"a/b c+d\"");
  CHECK(CallShown("url_decode", {Text("100%")}) == "\"100%\"");
  CHECK(CallShown("url_decode", {Text("%zz%4")}) == "\"%zz%4\"");
  CHECK(CallShown("url_decode", {Text("caf%C3%A9")}) == "\"café\"");
  CHECK(CallShown("url_decode", {Text("%FF")}) == "absent");
}

TEST_CASE("escapes of JSON strings are taken off, and what is none stays") {
  const auto unescaped = [](const char* text) { return CallShown("unescape_json", {Text(text)}); };
  CHECK(unescaped(R"(\"a\"\/\\)") == R"(""a"/\")");
  CHECK(unescaped(R"({"p":"\"x\""})") == R"("{"p":""x""}")");
  CHECK(unescaped(R"(\u00e9\ud83d\ude00)") == "\"é😀\"");
  CHECK(unescaped(R"(\ud83d-\u12)") == R"("\ud83d-\u12")");
  CHECK(unescaped(R"(C:\x\)") == R"("C:\x\")");
  CHECK(CallShown("unescape_json", {Value::Object(R"({"a":"\n"})")}) == "\"{\"a\":\"\n\"}\"");
}

}  // namespace
}  // namespace sigrun::oracle
