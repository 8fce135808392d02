package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTableResult;
import dev.varve.dynamodb.api.rules.UpdateTableRules;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.control.TableChange;
import dev.varve.dynamodb.control.UpdatedTable;
import dev.varve.dynamodb.definition.TableUpdate;
import dev.varve.dynamodb.table.TableArns;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** UpdateTable. */
final class UpdateTableHandler
    extends Handler<UpdateTable, UpdateTableHandler.Bound, UpdateTableResult> {
  /** A request, bound. */
  record Bound(String tableName, TableUpdate update) {}

  UpdateTableHandler(Services services) {
    super(services, UpdateTableRules::check);
  }

  @Override
  Bound bind(UpdateTable request) {
    return new Bound(TableArns.name(request.tableName()), TableUpdate.of(request));
  }

  @Override
  UpdateTableResult perform(Bound bound, long start) throws IOException {
    Instant now = Instant.ofEpochMilli(services.clock().epochMillis());
    UpdatedTable updated =
        services
            .control()
            .update(
                bound.tableName(),
                table -> bound.update().of(table, now, services.metering().limits()));
    List<IndexRecord> leaving =
        updated.change() instanceof TableChange.RemoveIndex removal
            ? List.of(removal.index().with(IndexRecord.Status.DELETING, false))
            : List.of();
    TableStatus status =
        updated.change() instanceof TableChange.None ? TableStatus.ACTIVE : TableStatus.UPDATING;
    return new UpdateTableResult(
        services.descriptions().of(updated.record(), updated.table(), status, leaving));
  }
}
