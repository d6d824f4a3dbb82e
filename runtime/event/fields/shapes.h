// The shapes of the records that were walked: all that stands between their values. The records of
// a log repeat them. A record of a known shape is walked by comparing that text: equal text has
// equal tokens, keys and grammar. Private to runtime/event.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/event/json/structural_index.h"

namespace sigrun::event {

class Shapes {
 public:
  // What follows the text of a step. Between a value and the text behind it is only white space.
  enum class Ends : uint8_t {
    kString,  // the rest of a string: the text includes its opening quote
    kScalar,  // a number, true, false or null: anything that stands for one must be checked
    kRecord,  // nothing: the record ends here
  };
  // What a container on the way does. Tokens count from the record's first.
  struct Act {
    enum class Kind : uint8_t { kProbe, kList, kText };
    Kind kind;
    bool in_array;
    uint32_t node, token;
    uint32_t begin = 0;  // kText: of the text that ends at the token
  };
  // Text from the token behind the previous value to the next value.
  struct alignas(64) Step {
    static constexpr size_t kHead = 32;
    char head[kHead] = {};  // its first bytes
    uint32_t distance = 0;  // from its first token to its last
    uint32_t token = 0;     // its last: that of the value
    uint32_t node = 0;      // for the value
    uint32_t text = 0;      // in texts_, where it does not fit into the head
    uint32_t acts = 0;      // in acts_
    uint16_t act_count = 0;
    uint8_t head_size = 0;
    Ends ends = Ends::kRecord;
    bool in_array = false;

    // Of its text: with a string's quote, or the bracket.
    uint32_t size() const { return distance + (ends == Ends::kScalar ? 0 : 1); }
  };

  // How a record is built, as a walk notes it.
  struct Draft {
    struct Part {
      uint32_t token, node;
      uint32_t acts_end;  // those before it, in `acts`
      Ends ends;
      bool in_array;
    };
    std::vector<Part> parts;
    std::vector<Act> acts;
    bool usable = true;  // walking depends on nothing but the shape

    void Clear() {
      parts.clear();
      acts.clear();
      usable = true;
    }
    void Add(uint32_t token, Ends ends, uint32_t node, bool in_array) {
      usable = usable && parts.size() < kMostParts;
      if (usable)
        parts.push_back({token, node, static_cast<uint32_t>(acts.size()), ends, in_array});
    }
    void Add(const Act& act) {
      usable = usable && acts.size() < kMostParts;
      if (usable) acts.push_back(act);
    }
  };

  // How far a record has been compared.
  struct Position {
    const char* text;
    const uint32_t* at;  // of its tokens
    uint32_t count;
    uint32_t first = 0;    // the next token
    uint32_t segment = 0;  // the last one
  };
  static Position Begin(const TokenView& view, uint32_t token) {
    return {view.text, view.at + token, view.count - token};
  }
  // The steps that the record goes on with; none where no known shape does.
  std::span<const Step> Next(Position& position) {
    uint32_t* link = &segments_[position.segment].next;
    for (uint32_t tries = kMostTries; *link != 0 && tries > 0; --tries) {
      Segment& segment = segments_[*link];
      if (Follows(position, segment)) {
        const uint32_t found = *link;
        ToFront(position.segment, link);
        position.segment = found;
        position.first = steps_[segment.end - 1].token + 1;
        return {steps_.data() + segment.begin, segment.end - segment.begin};
      }
      link = &segment.other;
    }
    return {};
  }
  std::span<const Act> acts(const Step& step) const {
    return {acts_.data() + step.acts, step.act_count};
  }

  // The record was one of a known shape.
  void Found() { ++found_; }
  // It was not. Whether its shape should be learned: logs whose records are all different do not
  // pay for it.
  bool Wants() { return ++missed_ < 4 * found_ + kMostParts; }
  // Adds the shape of the record at the token. The draft is usable.
  void Learn(const TokenView& view, uint32_t token, const Draft& draft);

 private:
  static constexpr size_t kMostParts = 1024;
  static constexpr uint32_t kMostTries = 32;

  // Steps without a choice between them.
  struct Segment {
    uint32_t begin = 0, end = 0;   // in steps_
    uint32_t next = 0, other = 0;  // the first segment that follows it; another one instead of it
    bool long_text = false;        // some step's does not fit into its head
  };

  bool Follows(const Position& position, const Segment& segment) const;
  bool FollowsLong(const Position& position, const Segment& segment) const;
  std::string_view TextOf(const Step& step) const;
  // Shapes that follow each other in a log are found first.
  void ToFront(uint32_t parent, uint32_t* link) {
    uint32_t& front = segments_[parent].next;
    if (link == &front) return;
    const uint32_t found = *link;
    *link = segments_[found].other;
    segments_[found].other = front;
    front = found;
  }
  uint32_t Find(uint32_t parent, const Step& step, std::string_view text) const;
  void Split(uint32_t segment, uint32_t step);
  uint32_t AddSegment(uint32_t parent);
  void Forget();

  std::vector<Segment> segments_{1};  // the first one stands before all shapes
  std::vector<Step> steps_;
  std::vector<Act> acts_;
  std::string texts_;
  uint64_t found_ = 0, missed_ = 0;
};

}  // namespace sigrun::event
