package dev.varve.dynamodb.trigger;

/** What a trigger calls. Called by several threads at once, never twice at once for one item. */
@FunctionalInterface
public interface TriggerFunction {
  /**
   * Takes records, which count as delivered when this returns. They come again if it throws, and
   * may come again after a crash.
   *
   * @throws Exception if the records are to come again, as far as the trigger's settings let them
   */
  void accept(TriggerBatch batch) throws Exception;
}
