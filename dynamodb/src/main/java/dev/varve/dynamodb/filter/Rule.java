package dev.varve.dynamodb.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** What a pattern asks of a value. Immutable. */
sealed interface Rule {
  /**
   * Whether a value obeys.
   *
   * @param value a text, a {@link BigDecimal}, a {@link Boolean} or an {@link EventNodes.Numeral};
   *     null if there is none
   */
  boolean holds(Object value);

  /** The text of a value; null if it has none. */
  private static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case EventNodes.Numeral numeral -> numeral.text();
      case null, default -> null;
    };
  }

  /** The number that a value is; null if it is none. */
  private static BigDecimal number(Object value) {
    return switch (value) {
      case BigDecimal number -> number;
      case EventNodes.Numeral numeral -> numeral.value();
      case null, default -> null;
    };
  }

  /** The value is this text. */
  record Text(String expected) implements Rule {
    @Override
    public boolean holds(Object value) {
      return expected.equals(text(value));
    }
  }

  /** The value is this text, whatever its letters' case. */
  record TextIgnoringCase(String expected) implements Rule {
    @Override
    public boolean holds(Object value) {
      return expected.equalsIgnoreCase(text(value));
    }
  }

  /** The value is a text that begins so. */
  record Prefix(String prefix) implements Rule {
    @Override
    public boolean holds(Object value) {
      String text = text(value);
      return text != null && text.startsWith(prefix);
    }
  }

  /** The value is a text that ends so. */
  record Suffix(String suffix) implements Rule {
    @Override
    public boolean holds(Object value) {
      String text = text(value);
      return text != null && text.endsWith(suffix);
    }
  }

  /** The value is this truth. */
  record Truth(boolean expected) implements Rule {
    @Override
    public boolean holds(Object value) {
      return value instanceof Boolean truth && truth == expected;
    }
  }

  /** The value is null in JSON, as none of a record is. */
  record Nothing() implements Rule {
    @Override
    public boolean holds(Object value) {
      return false;
    }
  }

  /** The value is a number that stands so to others. */
  record Numeric(List<Comparison> comparisons) implements Rule {
    public Numeric {
      comparisons = List.copyOf(comparisons);
    }

    @Override
    public boolean holds(Object value) {
      BigDecimal number = number(value);
      return number != null
          && comparisons.stream().allMatch(comparison -> comparison.holds(number));
    }
  }

  /** There is a value, and it obeys none of these. */
  record AnythingBut(List<Rule> forbidden) implements Rule {
    public AnythingBut {
      forbidden = List.copyOf(forbidden);
    }

    @Override
    public boolean holds(Object value) {
      return value != null && forbidden.stream().noneMatch(rule -> rule.holds(value));
    }
  }

  /** There is a value, or there is none. */
  record Exists(boolean wanted) implements Rule {
    @Override
    public boolean holds(Object value) {
      return (value != null) == wanted;
    }
  }

  /** How one number stands to another. */
  record Comparison(Sign sign, BigDecimal other) {
    boolean holds(BigDecimal number) {
      int order = number.compareTo(other);
      return switch (sign) {
        case EQUAL -> order == 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
  }

  /** The sign of a comparison. */
  enum Sign {
    EQUAL("="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String text;

    Sign(String text) {
      this.text = text;
    }

    /** The sign that is written so. */
    static Sign of(String text) {
      for (Sign sign : values()) {
        if (sign.text.equals(text)) {
          return sign;
        }
      }
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "filter pattern: \"%s\" is none of = < <= > >=", text));
    }
  }
}
