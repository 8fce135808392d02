package dev.varve.dynamodb.partiql;

import dev.varve.dynamodb.partiql.syntax.Keywords;
import dev.varve.dynamodb.partiql.syntax.StatementPrinter;
import java.util.regex.Pattern;

/** Names of tables, indexes and attributes, as statements have them. */
public final class Names {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  private Names() {}

  /** A name as a statement has to have it: in quotes, unless it is a word that is not reserved. */
  public static String written(String name) {
    return PLAIN.matcher(name).matches() && !Keywords.contains(name)
        ? name
        : StatementPrinter.name(name);
  }
}
