// Tokens of the Sigrun rule language. See README.md for how the two grammars are built.
lexer grammar SigrunLexer;

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
THEM : 'them' ;
CASED : 'cased' ;
EMPTY : 'empty' ;
ABSENT : 'absent' ;
OF : 'of' ;

// Operators and literals: never names.
AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
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
MATCHES : 'matches' -> pushMode(PATTERN) ;
TRUE : 'true' ;
FALSE : 'false' ;
NULL_ : 'null' ;

EQ : '==' ;
NE : '!=' ;
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
DATE : DATE_ ;
PERCENTAGE : NUMBER_ '%' ;
QUANTITY : NUMBER_ [A-Za-z]+ ;            // 500ms 10m 5GiB: the unit is checked later
FLOAT : DIGIT+ '.' DIGIT+ EXPONENT? | DIGIT+ EXPONENT ;
INT : DIGIT+ ;
STRING : '"' ( ~["\\\r\n] | '\\' ~[\r\n] )* '"' ;
RAW_STRING : '\'' ~['\r\n]* '\'' ;        // no escapes inside
UNCLOSED_STRING : '"' ( ~["\\\r\n] | '\\' ~[\r\n] )* ;
IDENT : [A-Za-z_] [A-Za-z0-9_]* ;

COMMENT : ( '//' | '#' ) ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
SPACE : [ \t\r\n\u00A0\uFEFF]+ -> channel(HIDDEN) ;
UNKNOWN : . ;

fragment DIGIT : [0-9] ;
fragment NUMBER_ : DIGIT+ ( '.' DIGIT+ )? ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment DATE_ : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT ;
fragment TIME_ : DIGIT DIGIT ':' DIGIT DIGIT ( ':' DIGIT DIGIT )? ;

// After `matches`: one pattern, or a list of them. Only here is `/` the start of a regex.
mode PATTERN;
P_SPACE : [ \t\r\n\u00A0]+ -> channel(HIDDEN) ;
P_COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
P_ANY : 'any' -> type(ANY) ;
P_ALL : 'all' -> type(ALL) ;
P_LIST : '[' -> type(LBRACK), mode(PATTERN_LIST) ;
P_REGEX : REGEX_ -> type(REGEX), popMode ;
P_STRING : '"' ( ~["\\\r\n] | '\\' ~[\r\n] )* '"' -> type(STRING), popMode ;
P_RAW_STRING : '\'' ~['\r\n]* '\'' -> type(RAW_STRING), popMode ;
P_IDENT : [A-Za-z_] [A-Za-z0-9_]* -> type(IDENT), popMode ;
P_UNKNOWN : . -> type(UNKNOWN), popMode ;
REGEX : REGEX_ ;
fragment REGEX_ : '/' REGEX_CHAR+ '/' [a-z]* ;
fragment REGEX_CHAR : ~[/\\[\r\n] | '\\' ~[\r\n] | '[' ']'? ( ~[\]\\\r\n] | '\\' ~[\r\n] )* ']' ;

mode PATTERN_LIST;
L_SPACE : [ \t\r\n\u00A0]+ -> channel(HIDDEN) ;
L_COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
L_COMMA : ',' -> type(COMMA) ;
L_REGEX : REGEX_ -> type(REGEX) ;
L_STRING : '"' ( ~["\\\r\n] | '\\' ~[\r\n] )* '"' -> type(STRING) ;
L_RAW_STRING : '\'' ~['\r\n]* '\'' -> type(RAW_STRING) ;
L_END : ']' -> type(RBRACK), popMode ;
L_UNKNOWN : . -> type(UNKNOWN), popMode ;
