// The Sigrun rule language. Functions, aggregates, modifiers, fields and log sources are names here,
// bound later from tables: adding one does not touch this file.
parser grammar SigrunParser;
options { tokenVocab = SigrunLexer; }

sigrunFile : item* EOF ;
item
  : importDecl | letDecl | listDecl | tableDecl | ruleDecl | exceptionDecl | fixtureDecl | testDecl
  ;

importDecl : IMPORT dottedName ;
letDecl : PUB? LET name ASSIGN expr ;
listDecl : PUB? LIST name ( COLON typeName )? ( ASSIGN listLiteral | FROM stringLiteral ) ;
tableDecl : PUB? TABLE name FROM stringLiteral KEY name LBRACE tableColumn* RBRACE ;
tableColumn : name COLON typeName COMMA? ;
typeName : name ( LT typeName GT )? ;

// ---- rules
ruleDecl : RULE name LBRACE ruleItem* RBRACE ;
ruleItem
  : metaBlock | onClause | paramDecl | groupClause | windowClause | sequenceClause
  | conditionClause | alertBlock | binding
  ;
metaBlock : META LBRACE metaItem* RBRACE ;
metaItem : name ASSIGN metaValue ;
metaValue
  : stringLiteral | DATE | TIMESTAMP | MINUS? ( INT | FLOAT ) | TRUE | FALSE | tag
  | LBRACK ( metaValue ( COMMA metaValue )* COMMA? )? RBRACK
  ;
tag : ( name | QUANTITY ) ( ( DOT | MINUS ) tagPart )* ;
tagPart : name | operatorWord | QUANTITY | FLOAT | DATE INT? | INT ;
onClause : ON ( RULE name ( COMMA name )* | dottedName ) ;
paramDecl : PARAM name COLON typeName ASSIGN expr stringLiteral? ;
binding : name ASSIGN expr ;
groupClause : GROUP BY expr ( COMMA expr )* ( IF PRESENT )? ;
windowClause
  : WINDOW ( SLIDING | TUMBLING ) amount
  | WINDOW SESSION GAP amount ( MAX amount )?
  ;
sequenceClause
  : SEQUENCE sequenceAlternative ( OR sequenceAlternative )* WITHIN amount ;
sequenceAlternative
  : ( INT OF )? step ( ARROW step )*
  | ( ALL | INT ) OF LPAREN step ( COMMA step )* COMMA? RPAREN
  ;
step : NOT? name ( STAR INT )? ;
conditionClause : CONDITION expr ;
alertBlock : ALERT LBRACE alertItem* RBRACE ;
alertItem : name ASSIGN expr ( BY expr ( COMMA expr )* )? ;
exceptionDecl : EXCEPTION FOR name LBRACE exceptionItem* RBRACE ;
exceptionItem : WHEN expr | metaItem ;

// ---- rule tests
fixtureDecl : FIXTURE name ( ASSIGN jsonObject | ASSIGN name ( WITH jsonObject )? | FROM stringLiteral ) ;
testDecl : TEST name LBRACE expectation* RBRACE ;
expectation : ( FIRES ( ONCE | INT TIMES )? | QUIET ) ON stream ( AT LEVEL name )? ;
stream : FILE stringLiteral | streamStep ( THEN streamStep )* ;
streamStep : name ( WITH jsonObject )? ( REPEAT INT )? ( EVERY amount )? ( AFTER amount )? ;

jsonObject : LBRACE ( jsonMember ( COMMA jsonMember )* COMMA? )? RBRACE ;
jsonMember : STRING COLON jsonValue ;
jsonValue
  : STRING | MINUS? ( INT | FLOAT ) | TRUE | FALSE | NULL_ | jsonObject
  | LBRACK ( jsonValue ( COMMA jsonValue )* COMMA? )? RBRACK
  ;

// ---- expressions, loosest first
expr : IF expr THEN expr ELSE expr | orExpr ;
orExpr : andExpr ( OR andExpr )* ;
andExpr : notExpr ( AND notExpr )* ;
notExpr : NOT notExpr | testExpr ;
testExpr
  : quantifier OF selectionSet
  | ALL OF path comparison
  | EXISTS unary
  | additive testTail?
  ;
testTail : comparison | IS NOT? ( NULL_ | ABSENT | EMPTY ) ;
comparison
  : CASED? compareOp CASED? additive
  | NOT? CASED? IN CASED? additive
  | NOT? CASED? wordOp CASED? ( ANY | ALL )? additive
  ;
compareOp : EQ | NE | LT | LE | GT | GE ;
wordOp : CONTAINS | STARTSWITH | ENDSWITH | LIKE | MATCHES ;
quantifier : ANY | ALL | INT ;
selectionSet : THEM | namePattern | LPAREN namePattern ( COMMA namePattern )* COMMA? RPAREN ;
namePattern : NAME_PATTERN | name ;

additive : multiplicative ( ( PLUS | MINUS ) multiplicative )* ;
multiplicative : unary ( ( STAR | SLASH | PERCENT ) unary )* ;
unary : MINUS unary | primary ;
primary
  : LPAREN expr RPAREN
  | call
  | path
  | listLiteral
  | literal
  ;
call : name LPAREN callArguments? RPAREN pathTail* ;
// The clause comes first: `where (…)` is a clause, not a call of a function `where`.
callArguments
  : whereClause callOptions?
  | callArgument ( COMMA callArgument )* COMMA? whereClause? callOptions?
  ;
// A named literal is an option in any position: collect(x, limit 5).
callArgument : IDENT literal | expr ;
whereClause : WHERE expr ;
callOptions : SEMI callOption ( COMMA callOption )* ;
callOption : name ( amount | LPAREN expr ( COMMA expr )* COMMA? RPAREN ) ;
path : pathHead pathTail* ;
pathHead : name | QUOTED_NAME ;
pathTail : DOT pathSegment | LBRACK INT RBRACK ;
pathSegment : name | STRING | QUOTED_NAME | operatorWord | INT | QUANTITY ;
listLiteral : LBRACK ( listItem ( COMMA listItem )* COMMA? )? RBRACK ;
listItem : literal | expr ;              // a literal matches both: the first alternative keeps long lists cheap
amount : MINUS? ( QUANTITY | PERCENTAGE | INT | FLOAT ) | path ;
literal
  : stringLiteral | INT | FLOAT | QUANTITY | PERCENTAGE | DATE | TIMESTAMP | TRUE | FALSE | NULL_
  | REGEX
  ;
stringLiteral : STRING | RAW_STRING ;

dottedName : name ( DOT name )* ;
// Words that only have a meaning at the start of a rule item or an option are names elsewhere.
name
  : IDENT | IMPORT | PUB | LET | LIST | TABLE | KEY | FROM | RULE | META | ON | PARAM | GROUP | BY
  | PRESENT | WINDOW | SLIDING | TUMBLING | SESSION | GAP | MAX | SEQUENCE | WITHIN | CONDITION | ALERT
  | EXCEPTION | FOR | WHEN | FIXTURE | TEST | FIRES | QUIET | ONCE | TIMES | FILE | WITH | REPEAT
  | EVERY | AFTER | AT | LEVEL | WHERE | ACROSS | CASED | EMPTY | ABSENT | OF
  ;
// Inside a path, after the dot, the operators are ordinary words too.
operatorWord
  : AND | OR | NOT | IN | IS | IF | THEN | ELSE | ANY | ALL | EXISTS | CONTAINS | STARTSWITH
  | ENDSWITH | LIKE | MATCHES | TRUE | FALSE | NULL_ | THEM
  ;
