package dev.varve.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.random.Mix;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the connections of a cell ask. Each writes items of its own, so that it is known what every
 * item has to be in the end. Used by the generator's thread, and by the one that starts it before
 * and after that.
 */
public final class HttpWork {
  /** Bytes of an item, as DynamoDB counts them. */
  public static final int ITEM_BYTES = HttpItems.ITEM_BYTES;

  /** How many of them are the key's. */
  public static final int KEY_BYTES = HttpItems.KEY_BYTES;

  /** Items of a query. */
  static final int QUERIED = 10;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMPTY_ANSWER = "{}";

  private final HttpWorkload workload;
  private final Dataset data;
  private final long seed;
  private final BodyDigest digests;
  private final int[] written; // the generation that was put last, above the data's; 0 for none
  private int connections;
  private int newest;
  private long puts;

  /** Work on that data. */
  public HttpWork(HttpWorkload workload, Dataset data, long seed) {
    this.workload = workload;
    this.data = data;
    this.seed = seed;
    this.digests = new BodyDigest(data.count());
    this.written = new int[Math.toIntExact(data.count())];
  }

  /** What each of so many connections to a port asks. */
  List<Exchange> exchanges(int port, int count) {
    if (count > data.count()) {
      throw new IllegalArgumentException("more connections than items: " + count);
    }
    connections = count;
    return IntStream.range(0, count)
        .<Exchange>mapToObj(connection ->
            switch (workload) {
              case GET -> new Get(port, connection);
              case PUT -> new Put(port, connection);
              case QUERY -> new Query(port, connection);
            })
        .toList();
  }

  /** Items that were put so far. */
  public long puts() {
    return puts;
  }

  /** What the store holds now. */
  public Dataset after() {
    return data.withGenerations(data.minGeneration(), data.maxGeneration() + newest);
  }

  /** Reads all items and compares them with what was written; for workloads that write. */
  public void verify(HttpTable table) throws Exception {
    if (!workload.writes()) {
      return;
    }
    long collections = (data.count() + HttpItems.COLLECTION - 1) / HttpItems.COLLECTION;
    for (long collection = 0; collection < collections; collection++) {
      long first = collection * HttpItems.COLLECTION;
      int size = (int) Math.min(HttpItems.COLLECTION, data.count() - first);
      JsonNode items = table.collection(collection);
      if (items.size() != size) {
        throw HttpItems.wrong(
            "verification", first, items.size() + " items of its partition key, not " + size);
      }
      for (int i = 0; i < size; i++) {
        int mine = written[(int) first + i];
        int least = mine == 0 ? data.minGeneration() : data.maxGeneration() + mine;
        int most = mine == 0 ? data.maxGeneration() : data.maxGeneration() + mine;
        HttpItems.check("verification", first + i, items.get(i), least, most);
      }
    }
  }

  /** What the exchanges share: a request with blanks, and the choice of items. */
  private abstract class ItemExchange implements Exchange {
    final SplittableRandom random;
    final Blanks blanks;
    long number;

    ItemExchange(int port, int connection, String body) {
      this.random = new SplittableRandom(seed + Mix.mix(connection + 1));
      this.blanks = Blanks.of(HttpRequests.post(port, workload.operation(), body));
    }

    /** An answer to a read while nobody writes: in full, or like one that was compared in full. */
    final void checkRead(byte[] body, int from, int length)
        throws WrongAnswerException, IOException {
      long digest = digests.of(body, from, length);
      if (!digests.isKnown(number, digest)) {
        compare(JSON.readTree(body, from, length));
        digests.know(number, digest);
      }
    }

    /** Compares an answer in full. */
    abstract void compare(JsonNode answer) throws WrongAnswerException, IOException;
  }

  private final class Get extends ItemExchange {
    Get(int port, int connection) {
      super(
          port,
          connection,
          "{\"TableName\":\"%s\",\"ConsistentRead\":true,\"Key\":%s}"
              .formatted(HttpTable.NAME, HttpItems.keyForm()));
    }

    @Override
    public byte[] next() {
      number = random.nextLong(data.count());
      HttpItems.writeKey(blanks, number);
      return blanks.bytes();
    }

    @Override
    public void check(byte[] body, int from, int length) throws WrongAnswerException, IOException {
      checkRead(body, from, length);
    }

    @Override
    void compare(JsonNode answer) throws WrongAnswerException, IOException {
      HttpItems.check(
          "GetItem", number, answer.path("Item"), data.minGeneration(), data.maxGeneration());
    }
  }

  private final class Query extends ItemExchange {
    Query(int port, int connection) {
      super(
          port,
          connection,
          ("{\"TableName\":\"%s\",\"ConsistentRead\":true,\"Limit\":%d,\"KeyConditionExpression\":"
                  + "\"customer = :customer AND placed >= :placed\","
                  + "\"ExpressionAttributeValues\":%s}")
              .formatted(
                  HttpTable.NAME,
                  QUERIED,
                  HttpItems.keyForm()
                      .replace("\"customer\"", "\":customer\"")
                      .replace("\"placed\"", "\":placed\"")));
    }

    @Override
    public byte[] next() {
      long first = random.nextLong(data.count());
      long ofPartition = first % HttpItems.COLLECTION;
      number = first - Math.max(0, ofPartition - (HttpItems.COLLECTION - QUERIED));
      HttpItems.writeKey(blanks, number);
      return blanks.bytes();
    }

    @Override
    public void check(byte[] body, int from, int length) throws WrongAnswerException, IOException {
      checkRead(body, from, length);
    }

    @Override
    void compare(JsonNode answer) throws WrongAnswerException, IOException {
      long beyond =
          Math.min(data.count(), (number / HttpItems.COLLECTION + 1) * (long) HttpItems.COLLECTION);
      long expected = Math.min(QUERIED, beyond - number);
      JsonNode items = answer.path("Items");
      if (items.size() != expected) {
        throw HttpItems.wrong("Query", number, items.size() + " items, not " + expected);
      }
      for (int i = 0; i < expected; i++) {
        HttpItems.check(
            "Query", number + i, items.get(i), data.minGeneration(), data.maxGeneration());
      }
    }
  }

  private final class Put extends ItemExchange {
    private final int connection;

    Put(int port, int connection) {
      super(
          port,
          connection,
          "{\"TableName\":\"%s\",\"Item\":%s}".formatted(HttpTable.NAME, HttpItems.form()));
      this.connection = connection;
    }

    @Override
    public byte[] next() {
      long own = (data.count() - connection + connections - 1) / connections;
      number = connection + random.nextLong(own) * connections;
      int generation = ++written[(int) number];
      newest = Math.max(newest, generation);
      HttpItems.writeItem(blanks, number, data.maxGeneration() + generation);
      return blanks.bytes();
    }

    @Override
    public void check(byte[] body, int from, int length) throws WrongAnswerException, IOException {
      if (length != EMPTY_ANSWER.length()) {
        compare(JSON.readTree(body, from, length));
      }
      puts++;
    }

    @Override
    void compare(JsonNode answer) throws WrongAnswerException {
      if (!answer.isObject() || !answer.isEmpty()) {
        throw HttpItems.wrong("PutItem", number, answer.toString());
      }
    }
  }
}
