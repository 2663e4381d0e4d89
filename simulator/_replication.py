"""placeholder"""
def run(world, now): pass
