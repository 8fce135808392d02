package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.trigger.TriggerBatch;
import dev.varve.dynamodb.trigger.TriggerFunction;
import dev.varve.dynamodb.trigger.TriggerTarget;

/** What takes the batches of a trigger. Safe for use by many threads. */
interface Target extends AutoCloseable {
  /**
   * Delivers a batch.
   *
   * @throws Exception if it was not taken
   */
  void send(TriggerBatch batch) throws Exception;

  /** Breaks off what is under way, where that is possible. */
  @Override
  void close();

  /**
   * A target.
   *
   * @param function of the trigger, if it is to call one
   */
  static Target of(TriggerTarget target, TriggerFunction function) {
    return switch (target) {
      case TriggerTarget.Function() -> new OfFunction(function);
      case TriggerTarget.Http http -> new OfEndpoint(http, new HttpPost(http.timeout()));
      case TriggerTarget.Command command -> new CommandTarget(command);
    };
  }

  /** Calls a function, which ends by itself. */
  record OfFunction(TriggerFunction function) implements Target {
    @Override
    public void send(TriggerBatch batch) throws Exception {
      function.accept(batch);
    }

    @Override
    public void close() {
      // A function is the program's to end.
    }
  }

  /** Posts to an endpoint. */
  record OfEndpoint(TriggerTarget.Http endpoint, HttpPost post) implements Target {
    @Override
    public void send(TriggerBatch batch) throws Exception {
      post.send(endpoint.uri(), "application/json", EventJson.object(batch));
    }

    @Override
    public void close() {
      post.close();
    }
  }
}
