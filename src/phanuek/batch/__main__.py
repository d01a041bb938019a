from phanuek.batch.cli import run

run()
