package dev.varve.dynamodb;

import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The pages of a Query or Scan, or their items, in order. A page is read when its turn comes, so
 * that one page at most is in memory, and a loop that is left early reads no further.
 *
 * <p>Each page is read from one moment; pages of one iteration are not of the same moment. Every
 * iteration begins anew. This object may be used by many threads, an iterator or stream by one.
 * Both throw what the operation throws, and an {@link IOException} as {@link UncheckedIOException};
 * an iterator that threw may be asked again and reads the same page.
 *
 * @param <T> {@link Page}s or {@link Item}s
 */
public final class Sequence<T> implements Iterable<T> {
  /** Reads a page. */
  @FunctionalInterface
  interface Operation<R, P> {
    P read(R request) throws IOException;
  }

  private final Supplier<Iterator<T>> begin;

  private Sequence(Supplier<Iterator<T>> begin) {
    this.begin = begin;
  }

  /**
   * The pages of a request.
   *
   * @param behind makes the request for the page behind a key
   */
  static <R, P extends Page> Sequence<P> pages(
      Operation<R, P> operation, R first, BiFunction<R, Item, R> behind) {
    return new Sequence<>(() -> new Pages<>(operation, first, behind));
  }

  /** The items of pages. */
  static Sequence<Item> items(Sequence<? extends Page> pages) {
    return new Sequence<>(() -> new Items(pages.iterator()));
  }

  @Override
  public Iterator<T> iterator() {
    return begin.get();
  }

  /** One iteration as a stream, sequential and lazy. Needs no closing. */
  public Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private static final class Pages<R, P extends Page> implements Iterator<P> {
    private final Operation<R, P> operation;
    private final BiFunction<R, Item, R> behind;

    /** For the next page; null behind the last. */
    private R request;

    Pages(Operation<R, P> operation, R first, BiFunction<R, Item, R> behind) {
      this.operation = operation;
      this.request = first;
      this.behind = behind;
    }

    @Override
    public boolean hasNext() {
      return request != null;
    }

    @Override
    public P next() {
      if (request == null) {
        throw new NoSuchElementException();
      }
      try {
        P page = operation.read(request);
        request = page.lastEvaluatedKey().map(key -> behind.apply(request, key)).orElse(null);
        return page;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Items implements Iterator<Item> {
    private final Iterator<? extends Page> pages;
    private Iterator<Item> page = Collections.emptyIterator();

    Items(Iterator<? extends Page> pages) {
      this.pages = pages;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && pages.hasNext()) {
        page = Collections.emptyIterator(); // lets go of the page before the next is read
        page = pages.next().items().iterator();
      }
      return page.hasNext();
    }

    @Override
    public Item next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }
  }
}
