// Tokens of the Sigrun rule language. See README.md for how the two grammars are built.
lexer grammar SigrunLexer;

@members {
  // Two tokens depend on their neighbours: `/` begins a regular expression if no operand precedes
  // it, and `*` is part of a name only in a selection (`any of filter_*`). Each has a mode of its
  // own, chosen here before the token is read. (Predicates would also work, but the runtime leaks
  // memory at each of them and cannot cache past them.)
  using antlr4::Lexer::emit;
  std::unique_ptr<antlr4::Token> nextToken() override {
    mode = ModeHere();
    return antlr4::Lexer::nextToken();
  }
  antlr4::Token *emit() override {
    if (channel == antlr4::Lexer::DEFAULT_TOKEN_CHANNEL) Remember(type);
    return antlr4::Lexer::emit();
  }

private:
  size_t last_[3] = {0, 0, 0};  // the latest tokens, newest first
  bool in_selection_ = false;   // between the parentheses of `2 of (a, b_*)`
  bool in_sequence_ = false;    // after `sequence`, while it can continue

  void Remember(size_t seen) {
    in_sequence_ = seen == SEQUENCE || (in_sequence_ && !EndsSequence(seen));
    if (seen == LPAREN) in_selection_ = AfterSelectionOf();
    if (seen == RPAREN) in_selection_ = false;
    last_[2] = last_[1];
    last_[1] = last_[0];
    last_[0] = seen;
  }
  // A field can be named `sequence`; it is then followed by an operator.
  static bool EndsSequence(size_t seen) {
    switch (seen) {
      case WITHIN: case ASSIGN: case CONDITION: case RBRACE: case DOT: case EQ: case NE: case LT:
      case LE: case GT: case GE: case IN: case IS: case CONTAINS: case STARTSWITH: case ENDSWITH:
      case LIKE: case MATCHES:
        return true;
      default:
        return false;
    }
  }
  // `sequence all of (a * 20, b)` contains products, not patterns.
  bool AfterSelectionOf() const {
    if (last_[0] != OF || in_sequence_) return false;
    return last_[1] == ANY || last_[1] == ALL || last_[1] == INT;
  }
  bool PatternMayStand() const {
    return AfterSelectionOf() || (in_selection_ && (last_[0] == LPAREN || last_[0] == COMMA));
  }
  bool RegexMayStand() const {
    if (last_[1] == DOT) return false;
    switch (last_[0]) {
      case MATCHES: case ANY: case ALL: case CASED: case LPAREN: case LBRACK: case COMMA: case ASSIGN:
        return true;
      default:
        return false;
    }
  }

  size_t ModeHere() {
    const bool pattern = PatternMayStand(), regex = RegexMayStand();
    if (!pattern && !regex) return DEFAULT_MODE;
    ssize_t at = 1;
    while (IsSpace(_input->LA(at))) ++at;
    if (pattern && IsPattern(at)) return SELECTION;
    const size_t next = _input->LA(at + 1);
    const bool comment = next == '/' || next == '*';
    return regex && _input->LA(at) == '/' && !comment ? PATTERN : DEFAULT_MODE;
  }
  static bool IsSpace(size_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  static bool IsWordChar(size_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  bool IsPattern(ssize_t at) {
    while (IsWordChar(_input->LA(at))) ++at;
    return _input->LA(at) == '*';
  }

public:
}

// Words. All except the operators and literals can also be names: see `name` in
// the parser grammar.
IMPORT : 'import' ;
PUB : 'pub' ;
LET : 'let' ;
LIST : 'list' ;
TABLE : 'table' ;
KEY : 'key' ;
FROM : 'from' ;
RULE : 'rule' ;
META : 'meta' ;
ON : 'on' ;
PARAM : 'param' ;
GROUP : 'group' ;
BY : 'by' ;
PRESENT : 'present' ;
WINDOW : 'window' ;
SLIDING : 'sliding' ;
TUMBLING : 'tumbling' ;
SESSION : 'session' ;
GAP : 'gap' ;
MAX : 'max' ;
SEQUENCE : 'sequence' ;
WITHIN : 'within' ;
CONDITION : 'condition' ;
ALERT : 'alert' ;
EXCEPTION : 'exception' ;
FOR : 'for' ;
WHEN : 'when' ;
FIXTURE : 'fixture' ;
TEST : 'test' ;
FIRES : 'fires' ;
QUIET : 'quiet' ;
ONCE : 'once' ;
TIMES : 'times' ;
FILE : 'file' ;
WITH : 'with' ;
REPEAT : 'repeat' ;
EVERY : 'every' ;
AFTER : 'after' ;
AT : 'at' ;
LEVEL : 'level' ;
WHERE : 'where' ;
ACROSS : 'across' ;
CASED : 'cased' ;
EMPTY : 'empty' ;
ABSENT : 'absent' ;
OF : 'of' ;

// Operators and literals: never names, except after the dot of a path.
THEM : 'them' ;
AND : 'and' | '&&' ;                      // operators of other languages are reported, then read
OR : 'or' | '||' ;                        // as the words
NOT : 'not' | '!' ;
IN : 'in' ;
IS : 'is' ;
IF : 'if' ;
THEN : 'then' ;
ELSE : 'else' ;
ANY : 'any' ;
ALL : 'all' ;
EXISTS : 'exists' ;
CONTAINS : 'contains' ;
STARTSWITH : 'startswith' ;
ENDSWITH : 'endswith' ;
LIKE : 'like' ;
MATCHES : 'matches' ;
TRUE : 'true' ;
FALSE : 'false' ;
NULL_ : 'null' ;

EQ : '==' | '===' ;
NE : '!=' | '!==' | '<>' ;
LE : '<=' ;
GE : '>=' ;
LT : '<' ;
GT : '>' ;
ARROW : '->' ;
ASSIGN : '=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACK : '[' ;
RBRACK : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;
COMMA : ',' ;
COLON : ':' ;
SEMI : ';' ;
DOT : '.' ;

TIMESTAMP : DATE_ [Tt ] TIME_ ( '.' DIGIT+ )? ( [Zz] | [+-] DIGIT DIGIT ':'? DIGIT DIGIT )? ;
DATE : DATE_ ;                            // 2026-11-23, never a subtraction
PERCENTAGE : NUMBER_ '%' ;
FLOAT : DIGIT+ '.' DIGIT+ EXPONENT? | DIGIT+ EXPONENT ;
INT : DIGIT+ ;
QUANTITY : NUMBER_ [A-Za-z_] [A-Za-z0-9_]* ;  // 500ms 10m 5GiB: the unit is checked later
STRING : '"' STRING_CHAR* '"' ;
RAW_STRING : '\'' ~['\r\n]* '\'' ;        // no escapes inside
UNCLOSED_STRING : '"' STRING_CHAR* '\\'? | '\'' ~['\r\n]* ;
IDENT : [A-Za-z_] [A-Za-z0-9_]* ;
QUOTED_NAME : '`' ~[`\r\n]+ '`' ;         // a key of the event that is not a name

COMMENT : ( '//' | '#' ) ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
UNCLOSED_COMMENT : '/*' ( ~'*' | '*'+ ~[*/] )* '*'* ;
SPACE : SPACE_ -> skip ;
FOREIGN : '^' | '~' | '?' | '??' | '=~' | '!~' | '&' | '|' | '<<' | '++' | '**' ;
UNKNOWN : [\u007F]+ | . ;                 // \u007F represents every byte beyond ASCII

fragment SPACE_ : [ \t\r\n]+ ;
fragment DIGIT : [0-9] ;
fragment NUMBER_ : DIGIT+ ( '.' DIGIT+ )? ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment DATE_ : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT ;
fragment TIME_ : DIGIT DIGIT ':' DIGIT DIGIT ( ':' DIGIT DIGIT )? ;
fragment STRING_CHAR : ~["\\\r\n] | '\\' ~[\r\n] ;

// A slash where a regular expression is allowed.
mode PATTERN;
PATTERN_SPACE : SPACE_ -> skip ;
REGEX : '/' REGEX_START REGEX_CHAR* '/' [a-z]* ;
UNCLOSED_REGEX                            // as far as it could continue
  : '/' REGEX_START REGEX_CHAR* OPEN_CLASS? '\\'?
  | '/' OPEN_CLASS '\\'?
  ;
PATTERN_SLASH : '/' -> type(SLASH) ;

// A slash inside a character class does not end the regex.
fragment REGEX_START : ~[/*\\[\r\n] | REGEX_ESCAPE | REGEX_CLASS ;
fragment REGEX_CHAR : ~[/\\[\r\n] | REGEX_ESCAPE | REGEX_CLASS ;
fragment REGEX_ESCAPE : '\\' ~[\r\n] ;
fragment REGEX_CLASS : OPEN_CLASS ']' ;
fragment OPEN_CLASS : '[' '^'? ']'? ( ~[\]\\\r\n] | REGEX_ESCAPE )* ;

// A name with a star where the name of a selection is allowed.
mode SELECTION;
SELECTION_SPACE : SPACE_ -> skip ;
NAME_PATTERN : [A-Za-z0-9_]* '*' [A-Za-z0-9_*]* ;
