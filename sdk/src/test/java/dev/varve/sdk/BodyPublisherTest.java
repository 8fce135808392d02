package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkCancellationException;

/** The rules of reactive streams, for the bodies of answers and of requests. */
final class BodyPublisherTest {
  /** Writes down what it hears, and does nothing of itself. */
  private static final class Listener implements Subscriber<ByteBuffer> {
    final List<String> heard = new ArrayList<>();
    Subscription subscription;

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      heard.add("subscribed");
    }

    @Override
    public void onNext(ByteBuffer part) {
      heard.add(StandardCharsets.UTF_8.decode(part).toString());
    }

    @Override
    public void onError(Throwable failure) {
      heard.add(failure.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
      heard.add("complete");
    }
  }

  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Listener listener = new Listener();

  @Test
  void nothingIsPublishedBeforeItIsAskedFor() {
    publisher("body").subscribe(listener);
    assertEquals(List.of("subscribed"), listener.heard);
    assertFalse(done.isDone());
    listener.subscription.request(1);
    assertEquals(List.of("subscribed", "body", "complete"), listener.heard);
    assertTrue(done.isDone());
    listener.subscription.request(1);
    listener.subscription.cancel();
    assertEquals(List.of("subscribed", "body", "complete"), listener.heard);
    assertFalse(done.isCompletedExceptionally());
  }

  @Test
  void anEmptyBodyIsOverWithoutDemand() {
    publisher("").subscribe(listener);
    assertEquals(List.of("subscribed", "complete"), listener.heard);
    assertTrue(done.isDone());
  }

  @Test
  void aSubscriberThatCancelsHearsNothingMore() {
    publisher("body").subscribe(listener);
    listener.subscription.cancel();
    listener.subscription.request(1);
    assertEquals(List.of("subscribed"), listener.heard);
    ExecutionException failure = assertThrows(ExecutionException.class, done::get);
    assertTrue(failure.getCause() instanceof SdkCancellationException);
  }

  @Test
  void aSubscriberThatCancelsWithTheBodyDoesNotHearOfItsEnd() {
    Listener cancelling = new Listener();
    publisher("body")
        .subscribe(
            new Subscriber<>() {
              @Override
              public void onSubscribe(Subscription given) {
                cancelling.onSubscribe(given);
                given.request(1);
              }

              @Override
              public void onNext(ByteBuffer part) {
                cancelling.onNext(part);
                cancelling.subscription.cancel();
              }

              @Override
              public void onError(Throwable failure) {
                cancelling.onError(failure);
              }

              @Override
              public void onComplete() {
                cancelling.onComplete();
              }
            });
    assertEquals(List.of("subscribed", "body"), cancelling.heard);
    assertTrue(done.isDone());
  }

  @Test
  void aDemandOfNothingIsAnError() {
    publisher("body").subscribe(listener);
    listener.subscription.request(0);
    listener.subscription.request(1);
    assertEquals(List.of("subscribed", "IllegalArgumentException"), listener.heard);
    assertTrue(done.isCompletedExceptionally());
  }

  @Test
  void aSecondSubscriberIsRefused() {
    BodyPublisher publisher = publisher("body");
    publisher.subscribe(listener);
    Listener second = new Listener();
    publisher.subscribe(second);
    second.subscription.request(1);
    assertEquals(List.of("subscribed", "IllegalStateException"), second.heard);
    listener.subscription.request(1);
    assertEquals(List.of("subscribed", "body", "complete"), listener.heard);
    assertThrows(NullPointerException.class, () -> publisher.subscribe(null));
  }

  @Test
  void aSubscriberThatThrowsFailsTheCall() {
    publisher("body")
        .subscribe(
            new Subscriber<>() {
              @Override
              public void onSubscribe(Subscription given) {
                given.request(1);
              }

              @Override
              public void onNext(ByteBuffer part) {
                throw new IllegalStateException("broken");
              }

              @Override
              public void onError(Throwable failure) {
                throw new AssertionError(failure);
              }

              @Override
              public void onComplete() {
                throw new AssertionError("complete");
              }
            });
    ExecutionException failure = assertThrows(ExecutionException.class, done::get);
    assertEquals("broken", failure.getCause().getMessage());
  }

  @Test
  void aCollectorTakesAllPartsAndTheFirstPublisherAlone() {
    BodyCollector collector = new BodyCollector();
    new BodyPublisher("one".getBytes(StandardCharsets.UTF_8), done).subscribe(collector);
    assertEquals("one", new String(collector.body().join(), StandardCharsets.UTF_8));
    CompletableFuture<Void> second = new CompletableFuture<>();
    new BodyPublisher("two".getBytes(StandardCharsets.UTF_8), second).subscribe(collector);
    assertTrue(second.isCompletedExceptionally());

    BodyCollector failed = new BodyCollector();
    failed.onSubscribe(silent());
    failed.onNext(ByteBuffer.wrap(new byte[3]));
    failed.onError(new IllegalStateException("no more"));
    assertTrue(failed.body().isCompletedExceptionally());
  }

  private static Subscription silent() {
    return new Subscription() {
      @Override
      public void request(long count) {
        assertEquals(Long.MAX_VALUE, count);
      }

      @Override
      public void cancel() {
        throw new AssertionError("cancelled");
      }
    };
  }

  private BodyPublisher publisher(String body) {
    return new BodyPublisher(body.getBytes(StandardCharsets.UTF_8), done);
  }
}
