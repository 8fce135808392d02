package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.rules.Findings;
import java.io.IOException;

/** An operation of which the request alone tells no more than the model's constraints. */
final class PlainHandler<I, O> extends Handler<I, I, O> {
  private final Work<I, O> work;

  /** What an operation does. */
  @FunctionalInterface
  interface Work<I, O> {
    O answer(I request) throws IOException;
  }

  PlainHandler(Services services, Findings.Check<I> constraints, Work<I, O> work) {
    super(services, constraints);
    this.work = work;
  }

  @Override
  I bind(I request) {
    return request;
  }

  @Override
  O perform(I request, long start) throws IOException {
    return work.answer(request);
  }
}
