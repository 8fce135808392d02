package dev.varve.dynamodb.metrics;

/** When a value breaches the threshold of an alarm, by the service's names. */
public enum Comparison {
  GREATER_THAN_OR_EQUAL_TO_THRESHOLD("GreaterThanOrEqualToThreshold"),
  GREATER_THAN_THRESHOLD("GreaterThanThreshold"),
  LESS_THAN_THRESHOLD("LessThanThreshold"),
  LESS_THAN_OR_EQUAL_TO_THRESHOLD("LessThanOrEqualToThreshold");

  private final String text;

  Comparison(String text) {
    this.text = text;
  }

  /** The service's name. */
  public String text() {
    return text;
  }

  /** Whether a value breaches a threshold. */
  public boolean isBreached(double value, double threshold) {
    return switch (this) {
      case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
      case GREATER_THAN_THRESHOLD -> value > threshold;
      case LESS_THAN_THRESHOLD -> value < threshold;
      case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
    };
  }

  /**
   * The comparison of a name of the service.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Comparison of(String text) {
    for (Comparison value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("no comparison: " + text);
  }
}
