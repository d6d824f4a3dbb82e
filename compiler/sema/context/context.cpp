#include "compiler/sema/context/context.h"

#include "compiler/diag/codes/modules.h"
#include "compiler/diag/codes/names.h"

namespace sigrun::sema {

void ReportDuplicateName(diag::Sink& sink, const ast::Name& name, Span first, std::string where) {
  sink.Emit(codes::DuplicateName, name.span, name.text)
      .Note(first, std::move(where))
      .Help("rename or remove one of the two");
}

Context::Context(const modules::ModuleSet& modules_in, const SourceMap& sources_in,
                 const modules::FileSystem& files_in, diag::Sink& sink_in)
    : modules(modules_in), sources(sources_in), files(files_in), sink(sink_in) {
  for (const stdlib::LogSource& source : stdlib::LogSources()) out.log_sources.Add(&source);
  by_module_.resize(modules.modules.size());
  for (uint32_t m = 0; m < modules.modules.size(); ++m) DeclareAll(m, modules.modules[m].file);
}

void Context::DeclareAll(uint32_t module, const ast::File& file) {
  for (const ast::Item& item : file.items) {
    Declaration declaration{module, std::get_if<ast::Let>(&item), std::get_if<ast::List>(&item),
                            std::get_if<ast::Table>(&item)};
    const bool value = declaration.let || declaration.list || declaration.table;
    if (value && !file.IsBroken(declaration.name().span)) Declare(module, declaration);
  }
  for (const ast::Broken& broken : file.broken)
    if (broken.kind == ast::Broken::kValue)
      Declare(module, {module, nullptr, nullptr, nullptr, &broken});
}

void Context::Declare(uint32_t module, Declaration declaration) {
  const ast::Name& name = declaration.name();
  const std::string_view key = name.text;
  for (const stdlib::LogSource* source : out.log_sources)
    if (source->schema.Declares({&key, 1}))
      sink.Emit(codes::NameShadowsField, name.span, name.text, source->name())
          .Help("choose another name, so that the field stays usable");
  const auto [place, added] = by_module_[module].try_emplace(name.text, all_.size());
  if (!added) {
    ReportDuplicateName(sink, name, all_[place->second].name().span, "first declared here");
    return;
  }
  all_.push_back(declaration);
}

LogSourceId Context::FindSource(std::string_view name) const {
  for (uint32_t i = 0; i < out.log_sources.size(); ++i)
    if (out.log_sources[{i}]->name() == name) return {i};
  return {};
}

const Declaration* Context::Find(uint32_t module, std::string_view name, Span span) {
  if (const auto own = by_module_[module].find(name); own != by_module_[module].end())
    return &all_[own->second];
  const Declaration* found = nullptr;
  for (const uint32_t import : modules.modules[module].imports) {
    const auto theirs = by_module_[import].find(name);
    if (theirs == by_module_[import].end()) continue;
    const Declaration& candidate = all_[theirs->second];
    if (!candidate.is_public()) continue;
    if (found != nullptr && found != &candidate) {
      sink.Emit(codes::AmbiguousName, span, name)
          .Note(found->name().span, "declared here")
          .Note(candidate.name().span, "and here")
          .Help("rename one of them, or import only one of the modules");
    }
    found = &candidate;
  }
  return found;
}

std::vector<std::string> Context::VisibleNames(uint32_t module) const {
  std::vector<std::string> names;
  for (const auto& [name, index] : by_module_[module]) names.push_back(name);
  for (const uint32_t import : modules.modules[module].imports)
    for (const auto& [name, index] : by_module_[import])
      if (all_[index].is_public()) names.push_back(name);
  return names;
}

ir::FieldId Context::InternField(std::vector<std::string> path, ir::Type type) {
  const auto [place, added] = fields_.try_emplace(path, ir::FieldId{});
  if (added) place->second = out.fields.Add({std::move(path), type});
  return place->second;
}

void ReportUnreadable(Context& cx, const modules::Module& module, const ast::Name& written,
                      modules::FileText::Failure failure) {
  if (failure == modules::FileText::Failure::kOutside)
    return modules::ReportOutside(cx.sink, written.span, written.text, module.pack);
  cx.sink.Emit(codes::UnreadableListFile, written.span, written.text, modules::Reason(failure))
      .Help("the path is relative to the folder of this rule file");
}

}  // namespace sigrun::sema
