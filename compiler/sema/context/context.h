// The data that all parts of the checker share, and the declarations of modules.
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
#include "stdlib/schema/log_source.h"

namespace sigrun::sema {

using diag::Code;
namespace codes = diag::codes;

// An expression and its type; invalid after a reported error.
struct Typed {
  ir::ExprId id;
  ir::Type type = stdlib::kAny;
  bool valid() const { return id.valid(); }
};

// Reports two things with one name. `where` describes `first`: "first declared here".
void ReportDuplicateName(diag::Sink& sink, const ast::Name& name, Span first, std::string where);

struct Declaration {
  uint32_t module = 0;
  const ast::Let* let = nullptr;  // exactly one of the four is set
  const ast::List* list = nullptr;
  const ast::Table* table = nullptr;
  const ast::Broken* broken =
      nullptr;  // its errors were reported: errors in its uses would only repeat them

  const ast::Name& name() const {
    return let ? let->name : list ? list->name : table ? table->name : broken->name;
  }
  bool is_public() const {
    return let ? let->is_public : list ? list->is_public : table ? table->is_public : true;
  }
};

class Context;
// Reports that the file of a list or fixture, `written` in a module, cannot be read.
void ReportUnreadable(Context& context, const modules::Module& module, const ast::Name& written,
                      modules::FileText::Failure failure);

class Context {
 public:
  Context(const modules::ModuleSet& modules, const SourceMap& sources,
          const modules::FileSystem& files, diag::Sink& sink);

  // The declaration of `name` in a module: its own, otherwise a public one of an import. Null if
  // there is none; if two imports declare it, that is reported at `span`.
  const Declaration* Find(uint32_t module, std::string_view name, Span span);
  // Every name visible in a module, for suggestions.
  std::vector<std::string> VisibleNames(uint32_t module) const;
  const std::vector<Declaration>& declarations() const { return all_; }

  // Counts the use of something with a reported error: what uses it is wrong as well.
  void Echo() { ++echoes_; }
  // Whether to search for suggestions: among many errors nobody reads them, and with many names the
  // search is slow.
  bool MaySuggest() const { return sink.error_count() <= 100; }
  // The number of errors and echoes; unchanged over a valid construct.
  size_t error_count() const { return sink.error_count() + echoes_; }

  // The log source of that name; invalid where there is none.
  LogSourceId FindSource(std::string_view name) const;
  // What a rule is checked against that names none.
  const stdlib::LogSource& DefaultSource() const { return **out.log_sources.begin(); }

  ir::FieldId InternField(std::vector<std::string> path, ir::Type type);

  const modules::ModuleSet& modules;
  const SourceMap& sources;
  const modules::FileSystem& files;
  diag::Sink& sink;
  ir::RuleSet out;

  // Checked lets, by schema; an entry in progress is invalid.
  struct LetState {
    bool done = false;
    Typed value;
    bool predicate = false;
  };
  std::map<std::pair<const ast::Let*, const stdlib::Schema*>, LetState> lets;
  int let_depth = 0;
  int open_expressions = 0;     // nesting of the expressions being checked
  bool names_too_deep = false;  // the limit is exceeded; reported
  struct Opened {
    explicit Opened(Context& context) : count(context.open_expressions) { ++count; }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened() { --count; }
    int& count;
  };
  // Imports already suggested, once per module.
  std::set<std::pair<uint32_t, std::string>> offered;
  // The items of lists already read; nullopt for an unreadable one.
  std::map<const ast::List*, std::optional<std::vector<std::string>>> list_items;
  // Fixtures by module, and parsed JSON, by the location of its text or file name; null if
  // unusable.
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
