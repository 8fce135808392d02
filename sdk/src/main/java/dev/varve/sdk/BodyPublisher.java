package dev.varve.sdk;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkCancellationException;

/**
 * Publishes the body of an answer to one subscriber: in one piece once it is asked for, and at once
 * that it is over if it is empty.
 */
final class BodyPublisher implements Publisher<ByteBuffer> {
  private final byte[] body;
  private final CompletableFuture<Void> done;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * A publisher without a subscriber yet.
   *
   * @param done completed when the subscriber has all of the body, or does not want it
   */
  BodyPublisher(byte[] body, CompletableFuture<Void> done) {
    this.body = body;
    this.done = done;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Delivery delivery = new Delivery(subscriber);
    if (taken.getAndSet(true)) {
      delivery.refuse();
      return;
    }
    subscriber.onSubscribe(delivery);
    if (body.length == 0) {
      delivery.complete();
    }
  }

  /** Delivers once; what comes after its end has no effect. */
  private final class Delivery implements Subscription {
    private final Subscriber<? super ByteBuffer> subscriber;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean cancelled;

    Delivery(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    /** The rules want a subscription before every error. */
    void refuse() {
      begun.set(true);
      subscriber.onSubscribe(this);
      subscriber.onError(new IllegalStateException("the body of an answer is published once"));
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        fail(new IllegalArgumentException("a demand must be positive: " + count));
      } else if (!begun.getAndSet(true)) {
        deliver();
      }
    }

    private void deliver() {
      try {
        subscriber.onNext(ByteBuffer.wrap(body));
        if (!cancelled) {
          subscriber.onComplete();
        }
        done.complete(null);
      } catch (RuntimeException broken) {
        // A subscriber must not throw; the future is the only one left to hear of it.
        done.completeExceptionally(broken);
      }
    }

    void complete() {
      if (!begun.getAndSet(true)) {
        subscriber.onComplete();
        done.complete(null);
      }
    }

    private void fail(IllegalArgumentException failure) {
      if (!begun.getAndSet(true)) {
        subscriber.onError(failure);
        done.completeExceptionally(failure);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      if (!begun.getAndSet(true)) {
        done.completeExceptionally(
            new SdkCancellationException("the subscriber did not want the body"));
      }
    }
  }
}
