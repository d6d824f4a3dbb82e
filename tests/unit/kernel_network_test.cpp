// IP addresses and networks.
#include <doctest/doctest.h>

#include "../oracle/call_kernel.h"
#include "../oracle/network_oracle.h"
#include "../oracle/random_text.h"
#include "stdlib/native/network.h"

namespace sigrun::oracle {
namespace {

namespace native = stdlib::native;
using stdlib::PreparedKind;

bool In(const std::string& address, std::vector<std::string> networks) {
  return Test("in_cidr", {Text(address), Constant(PreparedKind::kCidrSet, std::move(networks))});
}

std::string Refusal(const char* item) { return RefusalOf(PreparedKind::kCidrSet, {item}); }

TEST_CASE("addresses are read as CloudTrail writes them") {
  CHECK(native::ParseIp("010.001.002.003") == native::ParseIp("10.1.2.3"));
  CHECK(native::ParseIp("::ffff:10.1.2.3") == native::ParseIp("10.1.2.3"));
  CHECK(native::ParseIp("::FFFF:a01:203") == native::ParseIp("10.1.2.3"));
  CHECK(native::ParseIp("2001:DB8:0:0::1") == native::ParseIp("2001:db8::1"));
}

TEST_CASE("what is no address is refused") {
  for (const char* text : {"",
                           "1",
                           "1.2.3",
                           "1.2.3.4.5",
                           "256.1.1.1",
                           "1.2.3.0004",
                           "1.2.3.4 ",
                           "1..2.3",
                           ":",
                           ":::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1::2::3",
                           "fe80::1%",
                           "fe80::1%eth 0",
                           "1.2.3.4%eth0",
                           "%eth0",
                           "12345::",
                           "::1.2.3",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "::1:",
                           "ec2.amazonaws.com",
                           "AWS Internal",
                           "[::1]"})
    CHECK_MESSAGE(!native::ParseIp(text), text);
}

TEST_CASE("addresses agree with the C library and read back from their text") {
  Random random(3);
  const std::vector<std::string> pieces = {":",    ":",   "::", "0",       "1",
                                           "ffff", "db8", ".",  "10.1.2.3"};
  int valid = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = random.Text(pieces, 16);
    // The C library refuses leading zeros in octets.
    const bool dotted = text.find('.') != std::string::npos;
    if (dotted && (text.find("01") != std::string::npos || text.find("00") != std::string::npos))
      continue;
    const auto address = native::ParseIp(text);
    CHECK_MESSAGE(address.has_value() == AddressBits(text).has_value(), text);
    if (!address) continue;
    char buffer[native::kAddressText];
    const std::string shown(native::FormatIp(*address, buffer));
    CHECK(AddressBits(shown) == AddressBits(text));
    ++valid;
  }
  CHECK(valid > 1000);
}

TEST_CASE("an address has one text") {
  const auto shown = [](const char* text) {
    char buffer[native::kAddressText];
    return std::string(native::FormatIp(*native::ParseIp(text), buffer));
  };
  CHECK(shown("2001:db8:0:0:1:0:0:1") == "2001:db8::1:0:0:1");
  CHECK(shown("2001:db8:0:1:1:1:1:1") == "2001:db8:0:1:1:1:1:1");
  CHECK(shown("::") == "::");
  CHECK(shown("1::") == "1::");
  CHECK(shown("::1") == "::1");
  CHECK(shown("::ffff:1.2.3.4") == "1.2.3.4");
}

TEST_CASE("networks hold their addresses and no others") {
  CHECK(In("10.255.255.255", {"10.0.0.0/8"}));
  CHECK_FALSE(In("11.0.0.0", {"10.0.0.0/8"}));
  CHECK(In("192.0.2.7", {"10.0.0.0/8", "192.0.2.7"}));
  CHECK(In("2001:db8:ffff::1", {"2001:db8::/32"}));
  CHECK(In("::ffff:10.1.1.1", {"10.0.0.0/8"}));
  CHECK(In("10.1.1.1", {"::ffff:10.0.0.0/104"}));
  CHECK_FALSE(In("10.1.1.1", {"::/0"}));
  CHECK(In("10.1.1.1", {"0.0.0.0/0"}));
  CHECK_FALSE(In("ec2.amazonaws.com", {"0.0.0.0/0", "::/0"}));
  CHECK_FALSE(In("10.1.1.1", {}));
}

std::string RandomAddress(Random& random) {
  std::string text;
  if (random.Below(2)) {
    for (int i = 0; i < 4; ++i) text += (i ? "." : "") + std::to_string(random.Below(4) * 85);
  } else {
    for (int i = 0; i < 8; ++i) text += i == 0 ? "0" : random.Below(2) ? ":0" : ":8000";
  }
  return text;
}

TEST_CASE("sets of networks agree with the oracle") {
  Random random(5);
  int hits = 0;
  for (int i = 0; i < 4000; ++i) {
    std::vector<std::string> networks;
    for (size_t n = random.Below(5); n > 0; --n) {
      const auto address = native::ParseIp(RandomAddress(random));
      const int width = address->is_v4() ? 32 : 128;
      const int prefix = static_cast<int>(random.Below(static_cast<size_t>(width) + 1));
      char buffer[native::kAddressText];
      const auto network = native::FirstBits(*address, prefix + 128 - width);
      networks.push_back(std::string(native::FormatIp(network, buffer)) + "/" +
                         std::to_string(prefix));
    }
    const Constant set(PreparedKind::kCidrSet, networks);
    for (int j = 0; j < 20; ++j) {
      const std::string address = RandomAddress(random);
      bool expected = false;
      for (const std::string& network : networks) expected |= InNetwork(address, network);
      hits += expected;
      CHECK(Test("in_cidr", {Text(address), set}) == expected);
    }
  }
  CHECK(hits > 1000);
}

TEST_CASE("a network that is none is refused with its reason") {
  CHECK(Refusal("10.1.2.3/8").find("did you mean \"10.0.0.0/8\"?") != std::string::npos);
  CHECK(Refusal("2001:db8::1/32").find("\"2001:db8::/32\"") != std::string::npos);
  CHECK(Refusal("10.0.0.0/33").find("0 to 32") != std::string::npos);
  CHECK(Refusal("10.0.0.0/").find("0 to 32") != std::string::npos);
  CHECK(Refusal("10.0.0.0/+8").find("0 to 32") != std::string::npos);
  CHECK(Refusal("::/129").find("0 to 128") != std::string::npos);
  CHECK(Refusal("office").find("not an address") != std::string::npos);
}

TEST_CASE("private addresses, versions and networks of an address") {
  for (const char* text :
       {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "169.254.169.254",
        "100.64.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1"})
    CHECK_MESSAGE(CallShown("is_private", {Text(text)}) == "true", text);
  for (const char* text : {"172.32.0.1", "8.8.8.8", "2001:db8::1", "100.128.0.1", "::", "11.0.0.1"})
    CHECK_MESSAGE(CallShown("is_private", {Text(text)}) == "false", text);
  CHECK(CallShown("is_private", {Text("s3.amazonaws.com")}) == "absent");
  CHECK(CallShown("is_ip", {Text("s3.amazonaws.com")}) == "false");
  CHECK(CallShown("ip_version", {Text("::ffff:10.0.0.1")}) == "4");
  CHECK(CallShown("cidr_network", {Text("203.0.113.77"), Value::Int(24)}) == "\"203.0.113.0/24\"");
  CHECK(CallShown("cidr_network", {Text("2001:db8:1:2::9"), Value::Int(48)}) ==
        "\"2001:db8:1::/48\"");
  CHECK(CallShown("cidr_network", {Text("203.0.113.77"), Value::Int(33)}) == "absent");
}

}  // namespace
}  // namespace sigrun::oracle
