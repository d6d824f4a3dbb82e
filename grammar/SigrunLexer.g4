// Tokens of the Sigrun rule language. See README.md for how the two grammars are built.
lexer grammar SigrunLexer;

@members {
  // Two tokens can only be told from their neighbours: `/` begins a regex where no operand stands
  // before it, and `*` belongs to a name only in a selection (`any of filter_*`).
  using antlr4::Lexer::emit;
  antlr4::Token *emit() override {
    if (channel == antlr4::Lexer::DEFAULT_TOKEN_CHANNEL) Remember(type);
    return antlr4::Lexer::emit();
  }

private:
  size_t last_[4] = {0, 0, 0, 0};  // the latest tokens, newest first
  bool in_selection_ = false;      // between the parentheses of `2 of (a, b_*)`

  void Remember(size_t seen) {
    if (seen == LPAREN) in_selection_ = AfterSelectionOf();
    if (seen == RPAREN) in_selection_ = false;
    for (int i = 3; i > 0; --i) last_[i] = last_[i - 1];
    last_[0] = seen;
  }
  bool AfterSelectionOf() const {
    if (last_[0] != OF || last_[2] == SEQUENCE) return false;
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

public:
}

// Words. All but the operators and literals among them may also be used as names: see `name` in
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
AND : 'and' | '&&' ;                      // the signs of other languages are reported, then read
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
NAME_PATTERN                              // filter_*: with a star, and no space around it
  : ( [A-Za-z_] [A-Za-z0-9_]* )? '*' { PatternMayStand() }? [A-Za-z0-9_*]*
  ;
STAR : '*' ;
REGEX : '/' { RegexMayStand() }? REGEX_START REGEX_CHAR* '/' [a-z]* ;
UNCLOSED_REGEX                            // as far as it could go on
  : '/' { RegexMayStand() }? REGEX_START REGEX_CHAR* OPEN_CLASS? '\\'?
  | '/' { RegexMayStand() }? OPEN_CLASS '\\'?
  ;
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

COMMENT : ( '//' | '#' ) ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
UNCLOSED_COMMENT : '/*' ( ~'*' | '*'+ ~[*/] )* '*'* ;
SPACE : [ \t\r\n]+ -> skip ;
FOREIGN : '^' | '~' | '?' | '??' | '=~' | '!~' | '&' | '|' | '<<' | '++' | '**' ;
UNKNOWN : [\u007F]+ | . ;                 // \u007F stands for every byte beyond ASCII

fragment DIGIT : [0-9] ;
fragment NUMBER_ : DIGIT+ ( '.' DIGIT+ )? ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment DATE_ : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT ;
fragment TIME_ : DIGIT DIGIT ':' DIGIT DIGIT ( ':' DIGIT DIGIT )? ;
fragment STRING_CHAR : ~["\\\r\n] | '\\' ~[\r\n] ;
// A slash inside a character class does not end the regex.
fragment REGEX_START : ~[/*\\[\r\n] | REGEX_ESCAPE | REGEX_CLASS ;
fragment REGEX_CHAR : ~[/\\[\r\n] | REGEX_ESCAPE | REGEX_CLASS ;
fragment REGEX_ESCAPE : '\\' ~[\r\n] ;
fragment REGEX_CLASS : OPEN_CLASS ']' ;
fragment OPEN_CLASS : '[' '^'? ']'? ( ~[\]\\\r\n] | REGEX_ESCAPE )* ;
