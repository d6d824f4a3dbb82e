// The main function of every test program. A case that prints "skipped: …" with MESSAGE, and
// passes, did not run as a whole: if it runs alone, as ctest runs it, the program ends with the
// code that ctest treats as skipped.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstring>

namespace {

constexpr int kSkipped = 77;  // SKIP_RETURN_CODE in CMakeLists.txt
bool skipped = false;
unsigned cases = 0;

struct SkipListener : doctest::IReporter {
  explicit SkipListener(const doctest::ContextOptions&) {}
  void log_message(const doctest::MessageData& message) override {
    if (std::strncmp(message.m_string.c_str(), "skipped:", 8) == 0) skipped = true;
  }
  void test_case_start(const doctest::TestCaseData&) override { ++cases; }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};

}  // namespace

REGISTER_LISTENER("skipped", 1, SkipListener);

int main(int argc, char** argv) {
  const int code = doctest::Context(argc, argv).run();
  return code == 0 && skipped && cases == 1 ? kSkipped : code;
}
