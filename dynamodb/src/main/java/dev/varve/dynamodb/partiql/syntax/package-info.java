/**
 * PartiQL as DynamoDB speaks it: from the text of a statement to a tree, and back.
 *
 * <p>{@link dev.varve.dynamodb.partiql.syntax.StatementParser} is the way in: the lexer cuts the
 * text into tokens, recursive descent makes a {@link dev.varve.dynamodb.partiql.syntax.Statement}
 * of them, and {@link dev.varve.dynamodb.partiql.syntax.StatementPrinter} writes one as text again.
 * The tree knows nothing of tables and values of parameters: package {@code binding} goes on from
 * here.
 *
 * <p>The trees are immutable; parsers and lexers belong to one thread.
 */
package dev.varve.dynamodb.partiql.syntax;
