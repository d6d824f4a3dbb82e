// What all parts of the checker share, and the names that modules declare. Private to sema.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"
#include "compiler/modules/file_system.h"
#include "compiler/modules/module.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sema {

using diag::Code;
namespace codes = diag::codes;

// An expression and its type; invalid after an error that has been reported.
struct Typed {
  ir::ExprId id;
  ir::Type type = stdlib::kAny;
  bool valid() const { return id.valid(); }
};

// Two things of one name. `where` says what stands at `first`: "first declared here".
void ReportDuplicateName(diag::Sink& sink, const ast::Name& name, Span first, std::string where);

struct Declaration {
  uint32_t module = 0;
  const ast::Let* let = nullptr;  // exactly one of the four is set
  const ast::List* list = nullptr;
  const ast::Table* table = nullptr;
  const ast::Broken* broken = nullptr;  // its errors are reported: a use of it is an echo of them

  const ast::Name& name() const {
    return let ? let->name : list ? list->name : table ? table->name : broken->name;
  }
  bool is_public() const {
    return let ? let->is_public : list ? list->is_public : table ? table->is_public : true;
  }
};

class Context;
// Of a list or fixture whose file, `written` in a module, cannot be read.
void ReportUnreadable(Context& context, const modules::Module& module, const ast::Name& written,
                      modules::FileText::Failure failure);

class Context {
 public:
  Context(const modules::ModuleSet& modules, const SourceMap& sources,
          const modules::FileSystem& files, diag::Sink& sink);

  // The declaration that `name` means in a module: its own, else a public one of an import. Null
  // when there is none; two imports that both offer it are reported at `span`.
  const Declaration* Find(uint32_t module, std::string_view name, Span span);
  // Every name visible in a module, for suggestions.
  std::vector<std::string> VisibleNames(uint32_t module) const;
  const std::vector<Declaration>& declarations() const { return all_; }

  // Notes a use of something whose error has been reported: what uses it is wrong as well.
  void Echo() { ++echoes_; }
  // Whether to look for what may have been meant: among many errors nobody reads it, and it takes
  // long where there are many names.
  bool MaySuggest() const { return sink.error_count() <= 100; }
  // Of errors and echoes; unchanged over a construct that is right.
  size_t error_count() const { return sink.error_count() + echoes_; }

  ir::FieldId InternField(std::vector<std::string> path, ir::Type type);

  const modules::ModuleSet& modules;
  const SourceMap& sources;
  const modules::FileSystem& files;
  diag::Sink& sink;
  ir::RuleSet out;

  // Lets that have been checked, for each schema; an entry that is in progress is invalid.
  struct LetState {
    bool done = false;
    Typed value;
    bool predicate = false;
  };
  std::map<std::pair<const ast::Let*, const stdlib::Schema*>, LetState> lets;
  int let_depth = 0;
  int open_expressions = 0;     // that are being checked, one inside the other
  bool names_too_deep = false;  // more than there may be; reported
  struct Opened {
    explicit Opened(Context& context) : count(context.open_expressions) { ++count; }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened() { --count; }
    int& count;
  };
  // Imports that have been offered, each once for a module.
  std::set<std::pair<uint32_t, std::string>> offered;
  // The items of lists that have been read; nothing for one that could not be.
  std::map<const ast::List*, std::optional<std::vector<std::string>>> list_items;
  // The fixtures of modules that have been looked at, and JSON that has been read, by where it or
  // its file's name is written; null where it is not usable.
  std::map<uint32_t, std::map<std::string, const ast::Fixture*>> fixtures;
  std::map<const std::string*, std::shared_ptr<const std::string>> json_texts;

 private:
  void DeclareAll(uint32_t module, const ast::File& file);
  void Declare(uint32_t module, Declaration declaration);

  size_t echoes_ = 0;
  std::vector<Declaration> all_;
  std::vector<std::map<std::string, size_t, std::less<>>> by_module_;  // index in all_
  std::map<std::vector<std::string>, ir::FieldId> fields_;
};

}  // namespace sigrun::sema
