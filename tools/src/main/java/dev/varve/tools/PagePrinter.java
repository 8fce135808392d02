package dev.varve.tools;

import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** Prints the items of page after page, one line each, until the end or a limit. Used once. */
final class PagePrinter {
  private final PrintWriter out;
  private long remaining;

  PagePrinter(PrintWriter out, long limit) {
    this.out = out;
    this.remaining = limit;
  }

  /** Reads a page that starts after a key, or the first. */
  @FunctionalInterface
  interface PageReader {
    Page read(Optional<Item> startAfter) throws IOException;
  }

  /** Prints. Ends early when nobody reads the output any more. */
  void print(PageReader reader) throws IOException {
    Optional<Item> next = Optional.empty();
    do {
      Page page = reader.read(next);
      for (Item item : page.items()) {
        if (remaining-- <= 0) {
          return;
        }
        out.println(ItemJson.write(item));
      }
      next = page.lastEvaluatedKey();
    } while (next.isPresent() && remaining > 0 && !out.checkError());
  }
}
