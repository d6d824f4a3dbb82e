#include "compiler/syntax/lex/run.h"

namespace sigrun::syntax {

// Records the first error and stops: the caller knows where the next declaration or rule item
// begins, and continues there.
class Run::Strategy : public antlr4::DefaultErrorStrategy {
 public:
  explicit Strategy(Failure& failure) : failure_(failure) {}

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& e) override {
    Note(*parser, e.getOffendingToken(), e.getCtx());
  }
  void recover(antlr4::Parser*, std::exception_ptr) override { throw Stop(); }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    Note(*parser, parser->getCurrentToken(), parser->getContext());
    for (const ssize_t type : parser->getExpectedTokens().toList())
      failure_.expected.push_back(static_cast<size_t>(type));
    throw Stop();
  }
  void sync(antlr4::Parser*) override {}

 private:
  void Note(const antlr4::Parser&, const antlr4::Token* token, const antlr4::RuleContext* context) {
    failure_.token = static_cast<uint32_t>(token->getTokenIndex());
    failure_.rules.clear();
    failure_.expected.clear();
    for (; context != nullptr; context = static_cast<const antlr4::RuleContext*>(context->parent))
      failure_.rules.push_back(context->getRuleIndex());
  }

  Failure& failure_;
};

Run::Run(Tokens& tokens) : slice_(tokens), parser_(&slice_), failure_{} {
  parser_.removeErrorListeners();
  parser_.setErrorHandler(std::make_shared<Strategy>(failure_));
}

Run::~Run() { parser_.getTreeTracker().reset(); }

void Run::Prepare(uint32_t begin, uint32_t end, antlr4::atn::PredictionMode mode) {
  parser_.getTreeTracker().reset();
  slice_.Show(begin, end);
  parser_.reset();
  parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  failure_ = {end, end, {}, {}};
}

bool Run::AtEnd() {
  failure_.token = static_cast<uint32_t>(slice_.index());
  return failure_.token == slice_.end_index();
}

}  // namespace sigrun::syntax
