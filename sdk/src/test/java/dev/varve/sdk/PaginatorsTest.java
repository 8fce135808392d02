package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

final class PaginatorsTest extends ClientFixture {
  private static final int ORDERS_OF_ANN = 25;

  @BeforeEach
  void putOrders() {
    for (int number = 1; number <= ORDERS_OF_ANN; number++) {
      put("ann", number, "open");
    }
  }

  @Test
  void queriesGoThroughAllPages() {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(ORDERS)
            .keyConditionExpression("customer = :c")
            .expressionAttributeValues(Map.of(":c", s("ann")))
            .limit(4)
            .build();
    List<Map<String, AttributeValue>> expected =
        IntStream.rangeClosed(1, ORDERS_OF_ANN)
            .mapToObj(number -> order("ann", number, "open"))
            .toList();
    assertEquals(expected, client.queryPaginator(query).items().stream().toList());
    assertEquals(7, client.queryPaginator(query).stream().count());
    List<Map<String, AttributeValue>> found = Collections.synchronizedList(new ArrayList<>());
    async.queryPaginator(query).items().subscribe(found::add).join();
    assertEquals(expected, found);
  }

  @Test
  void scansGoThroughAllPages() {
    ScanRequest scan = ScanRequest.builder().tableName(ORDERS).limit(4).build();
    assertEquals(ORDERS_OF_ANN, client.scanPaginator(scan).items().stream().distinct().count());
    List<Integer> counts = Collections.synchronizedList(new ArrayList<>());
    async.scanPaginator(scan).subscribe(page -> counts.add(page.count())).join();
    assertEquals(ORDERS_OF_ANN, counts.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void listsOfTablesGoThroughAllPages() {
    for (int number = 1; number <= 6; number++) {
      client.createTable(orders("table-" + number));
    }
    ListTablesRequest list = ListTablesRequest.builder().limit(2).build();
    List<String> expected =
        List.of(ORDERS, "table-1", "table-2", "table-3", "table-4", "table-5", "table-6");
    assertEquals(expected, client.listTablesPaginator(list).tableNames().stream().toList());
    List<String> found = Collections.synchronizedList(new ArrayList<>());
    async.listTablesPaginator(list).tableNames().subscribe(found::add).join();
    assertEquals(expected, found);
  }

  @Test
  void batchesOfMoreThan16MegabytesGoThroughAllPages() {
    String text = "x".repeat(390_000);
    for (int number = 1; number <= 60; number++) {
      Map<String, AttributeValue> item =
          Map.of("customer", s("bob"), "number", n(number), "text", s(text));
      client.putItem(put -> put.tableName(ORDERS).item(item));
    }
    BatchGetItemRequest batch =
        BatchGetItemRequest.builder()
            .requestItems(
                Map.of(
                    ORDERS,
                    KeysAndAttributes.builder()
                        .keys(
                            IntStream.rangeClosed(1, 60)
                                .mapToObj(number -> orderKey("bob", number))
                                .toList())
                        .build()))
            .build();
    List<Integer> sizes =
        client.batchGetItemPaginator(batch).stream()
            .map(page -> page.responses().get(ORDERS).size())
            .toList();
    assertEquals(60, sizes.stream().mapToInt(Integer::intValue).sum());
    assertEquals(2, sizes.size());
    List<Integer> asyncSizes = Collections.synchronizedList(new ArrayList<>());
    async
        .batchGetItemPaginator(batch)
        .subscribe(page -> asyncSizes.add(page.responses().get(ORDERS).size()))
        .join();
    assertEquals(sizes, asyncSizes);
  }
}
