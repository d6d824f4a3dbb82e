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
  : stringLiteral | DATE | TIMESTAMP | INT | FLOAT | TRUE | FALSE | tag
  | LBRACK ( metaValue ( COMMA metaValue )* COMMA? )? RBRACK
  ;
tag : tagPart ( ( DOT | MINUS ) tagPart )* ;
tagPart : name | INT | QUANTITY | FLOAT ;
onClause : ON ( RULE name ( COMMA name )* | dottedName ) ;
paramDecl : PARAM name COLON typeName ASSIGN expr stringLiteral? ;
binding : name ASSIGN expr ;
groupClause : GROUP BY expr ( COMMA expr )* ;
windowClause
  : WINDOW ( SLIDING | TUMBLING ) amount
  | WINDOW SESSION GAP amount ( MAX amount )?
  ;
sequenceClause
  : SEQUENCE step ( ARROW step )+ WITHIN amount
  | SEQUENCE ALL OF LPAREN step ( COMMA step )* RPAREN WITHIN amount
  ;
step : NOT? name ( STAR INT )? ;
conditionClause : CONDITION expr ;
alertBlock : ALERT LBRACE alertItem* RBRACE ;
alertItem : alertKey ASSIGN expr ( BY expr ( COMMA expr )* )? ;
alertKey : name ;
exceptionDecl : EXCEPTION FOR name LBRACE exceptionItem* RBRACE ;
exceptionItem : WHEN expr | name ASSIGN metaValue ;

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
  : quantifier OF selectionSet            # quantified
  | ALL OF path testTail                  # allOfField
  | EXISTS unary                          # presence
  | additive testTail?                    # test
  ;
testTail
  : CASED? compareOp CASED? additive
  | NOT? CASED? IN additive
  | NOT? CASED? wordOp ( ANY | ALL )? additive
  | IS NOT? ( NULL_ | ABSENT | EMPTY )
  ;
compareOp : EQ | NE | LT | LE | GT | GE ;
wordOp : CONTAINS | STARTSWITH | ENDSWITH | LIKE | MATCHES ;
quantifier : ANY | ALL | INT ;
selectionSet : THEM | namePattern | LPAREN namePattern ( COMMA namePattern )* COMMA? RPAREN ;
namePattern : ( name | STAR )+ ;

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
call : name LPAREN callArguments? RPAREN ( DOT pathSegment )* ;
callArguments
  : callArgument ( COMMA callArgument )* COMMA? ( WHERE expr )? ( SEMI callOption ( COMMA callOption )* )?
  | WHERE expr
  ;
callArgument : name literal | expr ;
callOption : name amount | EVERY amount | ACROSS ( amount | LPAREN expr ( COMMA expr )* RPAREN ) ;
path : name ( DOT pathSegment | LBRACK INT RBRACK )* ;
pathSegment : name | STRING | operatorWord | INT ;
listLiteral : LBRACK ( expr ( COMMA expr )* COMMA? )? RBRACK ;
amount : QUANTITY | PERCENTAGE | INT | FLOAT | path ;
literal
  : stringLiteral | INT | FLOAT | QUANTITY | PERCENTAGE | DATE | TIMESTAMP | TRUE | FALSE | NULL_
  | REGEX
  ;
stringLiteral : STRING | RAW_STRING ;

dottedName : name ( DOT name )* ;
// Words that mean something only where a rule item or an option stands are names elsewhere.
name
  : IDENT | IMPORT | PUB | LET | LIST | TABLE | KEY | FROM | RULE | META | ON | PARAM | GROUP | BY
  | WINDOW | SLIDING | TUMBLING | SESSION | GAP | MAX | SEQUENCE | WITHIN | CONDITION | ALERT
  | EXCEPTION | FOR | WHEN | FIXTURE | TEST | FIRES | QUIET | ONCE | TIMES | FILE | WITH | REPEAT
  | EVERY | AFTER | AT | LEVEL | WHERE | ACROSS | CASED | EMPTY | ABSENT | OF
  ;
// Inside a path, after the dot, the operators are ordinary words too.
operatorWord
  : AND | OR | NOT | IN | IS | IF | THEN | ELSE | ANY | ALL | EXISTS | CONTAINS | STARTSWITH
  | ENDSWITH | LIKE | TRUE | FALSE | NULL_ | THEM
  ;
