package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.control.Backups;
import dev.varve.dynamodb.control.ControlPlane;
import dev.varve.dynamodb.control.PointInTimeRecovery;
import dev.varve.dynamodb.control.TableDescriptions;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.kinesis.Destinations;
import dev.varve.dynamodb.meter.KeyInsights;
import dev.varve.dynamodb.meter.Metering;
import dev.varve.dynamodb.read.CollectionSizes;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.read.PageReads;
import dev.varve.dynamodb.stream.StreamReads;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.throttle.Throttle;
import dev.varve.dynamodb.transfer.Exports;
import dev.varve.dynamodb.transfer.Imports;
import dev.varve.dynamodb.write.MutationPipeline;
import dev.varve.io.Clock;

/**
 * What the operations of one database work with.
 *
 * @param tables its tables
 * @param items reads of single items
 * @param pages reads of pages
 * @param collections sizes of item collections
 * @param mutations the way in which items change
 * @param expressions parsed expressions
 * @param clock its clock
 * @param control the way in which tables change
 * @param descriptions how tables are described
 * @param throttle whether operations may go on
 * @param metering counts what they consume and how they end
 * @param insights what is known of keys
 * @param streams reads of streams
 * @param backups its backups
 * @param recovery its continuous backups
 * @param exports its exports
 * @param imports its imports
 * @param destinations its Kinesis streaming destinations
 * @param faults the faults that happen to requests; null if there can be none
 */
public record Services(
    Tables tables,
    ItemReads items,
    PageReads pages,
    CollectionSizes collections,
    MutationPipeline mutations,
    ExpressionCache expressions,
    Clock clock,
    ControlPlane control,
    TableDescriptions descriptions,
    Throttle throttle,
    Metering metering,
    KeyInsights insights,
    StreamReads streams,
    Backups backups,
    PointInTimeRecovery recovery,
    Exports exports,
    Imports imports,
    Destinations destinations,
    FaultInjection faults) {}
