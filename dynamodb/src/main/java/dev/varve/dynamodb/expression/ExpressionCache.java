package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.syntax.ConditionNode;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.Parser;
import dev.varve.dynamodb.expression.syntax.ProjectionNode;
import dev.varve.dynamodb.expression.syntax.UpdateNode;
import dev.varve.dynamodb.partiql.syntax.StatementParser;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Parsed expressions and statements by their text: programs send the same few texts again and
 * again, with other values. Texts that do not parse are not kept.
 *
 * <p>Bounded: at most {@code 2 * capacity} trees of each sort (condition, update, projection), of
 * texts of at most 4 KB, and as many statements of at most 1 KB. Safe for use by many threads.
 */
public final class ExpressionCache {
  /** A longer statement is likely to have its values in it, so that it does not come again. */
  private static final int MAX_STATEMENT_LENGTH = 1024;

  private final Generations<ConditionNode> conditions;
  private final Generations<UpdateNode> updates;
  private final Generations<ProjectionNode> projections;
  private final Generations<StatementParser.Parsed> statements;

  /**
   * An empty cache.
   *
   * @param capacity how many trees of each sort certainly stay when others are used
   */
  public ExpressionCache(int capacity) {
    this.conditions = new Generations<>(capacity);
    this.updates = new Generations<>(capacity);
    this.projections = new Generations<>(capacity);
    this.statements = new Generations<>(capacity);
  }

  ConditionNode condition(ExpressionKind kind, String text) {
    // A text that parses gives the same tree whatever its kind; the kind only names the place in
    // errors.
    return conditions.get(text, absent -> Parser.condition(kind, absent));
  }

  UpdateNode update(String text) {
    return updates.get(text, Parser::update);
  }

  ProjectionNode projection(String text) {
    return projections.get(text, Parser::projection);
  }

  /**
   * The statement of a text.
   *
   * @throws dev.varve.dynamodb.error.ValidationException if the text is none
   */
  public StatementParser.Parsed statement(String text) {
    return text.length() > MAX_STATEMENT_LENGTH
        ? StatementParser.parse(text)
        : statements.get(text, StatementParser::parse);
  }

  /**
   * Two generations of entries. New and used ones go into the young generation; when it is full it
   * becomes the old one, and what nobody used since is gone. That approximates "least recently
   * used" without a lock on the way of a hit.
   */
  private static final class Generations<T> {
    private final int capacity;

    private volatile Map<String, T> young = new ConcurrentHashMap<>();
    private volatile Map<String, T> old = Map.of();

    Generations(int capacity) {
      if (capacity < 1) {
        throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
      }
      this.capacity = capacity;
    }

    T get(String text, Function<String, T> parse) {
      T tree = young.get(text);
      if (tree != null) {
        return tree;
      }
      // A change of generations between the two reads makes a miss out of a hit at worst.
      tree = old.get(text);
      if (tree == null) {
        tree = parse.apply(text);
      }
      keep(text, tree);
      return tree;
    }

    private synchronized void keep(String text, T tree) {
      if (young.size() >= capacity) {
        old = young;
        young = new ConcurrentHashMap<>();
      }
      young.put(text, tree);
    }
  }
}
