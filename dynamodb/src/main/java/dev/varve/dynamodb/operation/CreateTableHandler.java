package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.CreateTableResult;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.control.TablePlan;
import dev.varve.dynamodb.definition.TableCreation;
import dev.varve.dynamodb.table.Table;
import java.io.IOException;
import java.util.List;

/** CreateTable. */
final class CreateTableHandler
    extends Handler<CreateTableHandler.Creation, TablePlan, CreateTableResult> {
  /**
   * What to create.
   *
   * @param partitions over how many partitions to spread the table, which the service does not say
   */
  record Creation(CreateTable request, int partitions) {}

  CreateTableHandler(Services services) {
    super(services, (creation, findings) -> TableCreation.check(creation.request(), findings));
  }

  @Override
  TablePlan bind(Creation creation) {
    return TableCreation.plan(creation.request(), creation.partitions());
  }

  @Override
  CreateTableResult perform(TablePlan plan, long start) throws IOException {
    Table table = services.control().create(plan);
    return new CreateTableResult(
        services.descriptions().of(table.record(), table, TableStatus.CREATING, List.of()));
  }
}
