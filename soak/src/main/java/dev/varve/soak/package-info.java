/**
 * The soak: writers, readers, cursors, snapshots, creations and drops side by side on directories
 * that are opened and closed again and again, in processes that are killed, on disks that are full
 * at times, with a model beside them that knows the right answer to every read.
 *
 * <p>{@link dev.varve.soak.SoakMain} is the entry. The soak's own process starts one process after
 * another ({@link dev.varve.soak.session.SessionMain}) and kills some of them; the model lives in
 * mapped files, so it survives a kill just as the writes that it stands for must. The soak of the
 * server is a second command, in {@link dev.varve.soak.server}, which shares model and lanes; that
 * of data in motion a third one, in {@link dev.varve.soak.motion}.
 */
package dev.varve.soak;
