package dev.varve.dynamodb.metrics;

/** What a period without samples means for an alarm, by the service's names. */
public enum MissingData {
  /** Nothing: where no period has samples, there is not enough data. */
  MISSING("missing"),
  /** The alarm stays in its state. */
  IGNORE("ignore"),
  /** It breaches the threshold. */
  BREACHING("breaching"),
  /** It does not breach the threshold. */
  NOT_BREACHING("notBreaching");

  private final String text;

  MissingData(String text) {
    this.text = text;
  }

  /** The service's name. */
  public String text() {
    return text;
  }

  /**
   * The treatment of missing data of a name of the service.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MissingData of(String text) {
    for (MissingData value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("no treatment of missing data: " + text);
  }
}
