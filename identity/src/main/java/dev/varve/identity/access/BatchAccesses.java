package dev.varve.identity.access;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.List;

/** Accesses of batches: the batch's own action on each of its tables. */
final class BatchAccesses {
  private BatchAccesses() {}

  static List<Access> get(BatchGetItem request) {
    List<Access> accesses = new ArrayList<>();
    if (request.requestItems() != null) {
      request.requestItems().forEach((table, wanted) -> accesses.add(get(request, table, wanted)));
    }
    return accesses;
  }

  private static Access get(BatchGetItem request, String table, KeysAndAttributes wanted) {
    List<Item> keys = wanted.keys() == null ? List.of() : wanted.keys();
    return new Access.Builder("BatchGetItem")
        .table(table)
        .keys(ItemAccesses.keys(keys))
        .attributes(out -> {
          keys.forEach(key -> ItemAccesses.names(key, out));
          ItemAccesses.names(wanted.attributesToGet(), out);
          ItemAccesses.projection(
              wanted.projectionExpression(), wanted.expressionAttributeNames(), out);
        })
        .select(ItemAccesses.selected(wanted.projectionExpression(), wanted.attributesToGet()))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  static List<Access> write(BatchWriteItem request) {
    List<Access> accesses = new ArrayList<>();
    if (request.requestItems() != null) {
      request
          .requestItems()
          .forEach((table, writes) -> accesses.add(write(request, table, writes)));
    }
    return accesses;
  }

  private static Access write(BatchWriteItem request, String table, List<WriteRequest> writes) {
    List<Item> items = new ArrayList<>();
    for (WriteRequest write : writes) {
      if (write.putRequest() != null) {
        items.add(ItemAccesses.orEmpty(write.putRequest().item()));
      }
      if (write.deleteRequest() != null) {
        items.add(ItemAccesses.orEmpty(write.deleteRequest().key()));
      }
    }
    return new Access.Builder("BatchWriteItem")
        .table(table)
        .keys(ItemAccesses.keys(items))
        .attributes(out -> items.forEach(item -> ItemAccesses.names(item, out)))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }
}
